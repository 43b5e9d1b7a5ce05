import { dataRules } from './data-rules.js';

const mbox = 'mailto:wang@example.org';
const account = { homePage: 'http://example.org', name: 'wang' };
const sha1 = 'ebd31e95054c018b10727ccffd2ef2ec3a016ee9';
const openid = 'https://wang.example.org/';
const agent = { mbox };
const group = { objectType: 'Group' };

/** Who did it, and what (1.0.3 Data 2.4.2, 2.4.3; 2.0 4.2.2.1, 4.2.2.2), authority (2.4.9; 4.2.4.2). */
export const actorVerbRules = [
  ...dataRules('4.2.2.1', [
    [
      '00031',
      'an actor is an agent or a group',
      'actor',
      [agent, { ...agent, objectType: 'Agent' }, { ...group, mbox }],
      [
        { ...agent, objectType: 'Person' },
        { ...agent, objectType: 'group' },
        { ...agent, objectType: 'Activity' },
      ],
    ],
    ['00032', 'objectType is a string', 'actor.objectType', ['Agent', undefined], [7, {}, true]],
    ['00033', 'a name is a string', 'actor.name', ['Wang', ''], [7, { en: 'Wang' }, ['Wang']]],
    [
      '00034',
      'an agent has exactly one identifier',
      'actor',
      [agent, { mbox_sha1sum: sha1 }, { openid }, { account }],
      [{ name: 'Wang' }, { mbox, account }, { openid, mbox_sha1sum: sha1 }, {}],
    ],
    [
      '00035',
      'a group without an identifier lists its members',
      'actor',
      [
        { ...group, member: [agent] },
        { ...group, name: 'Class 1', member: [agent, { openid }] },
      ],
      [group, { ...group, name: 'Class 1' }],
    ],
    [
      '00036',
      'members are agents in an array',
      'actor',
      [
        { ...group, member: [agent] },
        { ...group, mbox, member: [{ account }] },
      ],
      [
        { ...group, member: agent },
        { ...group, member: [{}] },
        { ...group, member: ['wang'] },
        { ...group, member: [{ ...group, member: [agent] }] },
      ],
    ],
    [
      '00037',
      'a group with an identifier has exactly one',
      'actor',
      [
        { ...group, mbox },
        { ...group, mbox_sha1sum: sha1 },
        { ...group, openid },
        { ...group, account, member: [agent] },
      ],
      [
        { ...group, mbox, openid },
        { ...group, account, mbox_sha1sum: sha1 },
      ],
    ],
    [
      '00038',
      'an mbox is a mailto IRI',
      'actor.mbox',
      [mbox, 'mailto:li+x@sub.example.org'],
      ['wang@example.org', 'http://example.org', 'mailto:wang', 7, {}],
    ],
    [
      '00039',
      'an mbox_sha1sum is a SHA-1 in hexadecimal digits',
      'actor',
      [{ mbox_sha1sum: sha1 }],
      [{ mbox_sha1sum: 7 }, { mbox_sha1sum: 'x' }, { mbox_sha1sum: {} }],
    ],
    [
      '00040',
      'an openid is a URI',
      'actor',
      [{ openid }],
      [{ openid: 'wang' }, { openid: 7 }, { openid: '' }],
    ],
    [
      '00041',
      'an account is an object',
      'actor',
      [{ account }],
      [{ account: 'wang' }, { account: [account] }],
    ],
    [
      '00042',
      'an account has a homePage, which is an IRL',
      'actor',
      [{ account }],
      [{ account: { name: 'wang' } }, { account: { ...account, homePage: 'here' } }],
    ],
    [
      '00043',
      'an account has a name, which is a string',
      'actor',
      [{ account }],
      [{ account: { homePage: 'http://example.org' } }, { account: { ...account, name: 7 } }],
    ],
  ]),
  ...dataRules('4.2.2.2', [
    [
      '00044',
      'a verb has an id, which is an IRI',
      'verb',
      [{ id: 'http://example.org/sang' }],
      [{}, { display: { en: 'sang' } }, { id: 'sang' }, { id: 7 }, 'http://example.org/sang'],
    ],
    [
      '00045',
      'a display is a language map',
      'verb.display',
      [{ en: 'sang', 'zh-CN': '唱' }, undefined],
      ['sang', ['sang'], { en: {} }, 7],
    ],
  ]),
  ...dataRules('4.2.4.2', [
    [
      '00024',
      'an authority is an agent or a group',
      'authority',
      [agent, { account }],
      [{}, 'wang', [agent]],
    ],
    [
      '00098 00100',
      'an authority that is a group has two agents, of which one is an application',
      'authority',
      [{ ...group, member: [{ account }, agent] }],
      [
        { ...group, member: [agent] },
        { ...group, member: [{ account }, agent, { openid }] },
        { ...group, mbox },
      ],
    ],
  ]),
];
