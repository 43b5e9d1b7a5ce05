import { describe } from '@jest/globals';
import { checkRows } from '../testing/rule-rows.js';

const mbox = 'mailto:zhang@example.org';
const sha1 = 'ebd31e95054c018b10727ccffd2ef2ec3a016ee9';
const account = { homePage: 'http://example.org', name: '1625378' };
const oneIdentifier = (count: number) =>
  `actor: must have exactly one of mbox, mbox_sha1sum, openid, account, not ${String(count)} (xAPI 1.0.3, Data 2.4.2.1)`;

describe('agents (Data 2.4.2.1)', () => {
  checkRows([
    ['objectType may be left out', 'actor', { mbox }],
    [
      'objectType is case-sensitive',
      'actor.objectType',
      'agent',
      'actor.objectType: must be "Agent" or "Group", or left out for an agent (xAPI 1.0.3, Data 2.4.2.1)',
    ],
    [
      'an activity is no actor',
      'actor.objectType',
      'Activity',
      'actor.objectType: must be "Agent" or "Group", or left out for an agent (xAPI 1.0.3, Data 2.4.2.1)',
    ],
    [
      'is an object',
      'actor',
      'Zhang San',
      'actor: must be an agent or a group, not a string (xAPI 1.0.3, Data 2.4.2)',
    ],
    ['is not null', 'actor', null, 'actor: must be an agent or a group, not null (xAPI 1.0.3, Data 2.4.2)'],
    [
      'is not an array',
      'actor',
      [{ mbox }],
      'actor: must be an agent or a group, not an array (xAPI 1.0.3, Data 2.4.2)',
    ],
    [
      'name is a string',
      'actor.name',
      7,
      'actor.name: must be a string, not a number (xAPI 1.0.3, Data 2.4.2.1)',
    ],
    [
      'name is not null',
      'actor.name',
      null,
      'actor.name: must be a string, not null (xAPI 1.0.3, Data 2.4.2.1)',
    ],
    [
      'has no members',
      'actor.member',
      [],
      'actor.member: is not a property that the specification allows here (xAPI 1.0.3, Data 2.2)',
    ],
    [
      'keys are case-sensitive',
      'actor',
      { Mbox: mbox },
      'actor.Mbox: is not a property that the specification allows here (xAPI 1.0.3, Data 2.2)',
    ],
    ['has an identifier', 'actor', { name: 'Zhang San' }, oneIdentifier(0)],
    ['has not two identifiers', 'actor', { mbox, account }, oneIdentifier(2)],
    [
      'has not three identifiers',
      'actor',
      { mbox, mbox_sha1sum: sha1, openid: 'http://zhang.example.org' },
      oneIdentifier(3),
    ],
  ]);
});

describe('inverse functional identifiers (Data 2.4.2.3)', () => {
  const mailto = 'actor.mbox: must be a mailto IRI (xAPI 1.0.3, Data 2.4.2.3)';
  const digest =
    'actor.mbox_sha1sum: must be a SHA-1 hash of 40 hexadecimal digits (xAPI 1.0.3, Data 2.4.2.3)';
  const uri = 'actor.openid: must be a URI with a scheme (xAPI 1.0.3, Data 2.4.2.3)';
  checkRows([
    ['mbox', 'actor', { mbox }],
    ['mbox with a tag', 'actor', { mbox: 'mailto:zhang+cme@mail.example.org' }],
    ['mbox in Chinese', 'actor', { mbox: 'mailto:张三@例子.中国' }],
    ['mbox without scheme', 'actor', { mbox: 'zhang@example.org' }, mailto],
    ['mbox of another scheme', 'actor', { mbox: 'http://zhang@example.org' }, mailto],
    ['mbox without address', 'actor', { mbox: 'mailto:' }, mailto],
    ['mbox without domain', 'actor', { mbox: 'mailto:zhang' }, mailto],
    ['empty mbox', 'actor', { mbox: '' }, mailto],
    ['mbox of two addresses', 'actor', { mbox: 'mailto:a@example.org b@example.org' }, mailto],
    ['mbox that is no string', 'actor', { mbox: 1 }, mailto],
    ['mbox null', 'actor', { mbox: null }, mailto],
    ['mbox_sha1sum', 'actor', { mbox_sha1sum: sha1 }],
    ['mbox_sha1sum in capitals', 'actor', { mbox_sha1sum: sha1.toUpperCase() }],
    ['mbox_sha1sum too short', 'actor', { mbox_sha1sum: sha1.slice(1) }, digest],
    ['mbox_sha1sum too long', 'actor', { mbox_sha1sum: `${sha1}0` }, digest],
    ['mbox_sha1sum of an address', 'actor', { mbox_sha1sum: mbox }, digest],
    ['mbox_sha1sum that is no string', 'actor', { mbox_sha1sum: {} }, digest],
    ['openid', 'actor', { openid: 'http://zhang.example.org/' }],
    ['openid without scheme', 'actor', { openid: 'zhang.example.org' }, uri],
    ['openid that is no string', 'actor', { openid: true }, uri],
  ]);
});

describe('accounts (Data 2.4.2.4)', () => {
  checkRows([
    ['home page and name', 'actor', { account }],
    ['empty name', 'actor', { account: { ...account, name: '' } }],
    [
      'without home page',
      'actor',
      { account: { name: '1' } },
      'actor.account.homePage: is required (xAPI 1.0.3, Data 2.4.2.4)',
    ],
    [
      'without name',
      'actor',
      { account: { homePage: 'http://example.org' } },
      'actor.account.name: is required (xAPI 1.0.3, Data 2.4.2.4)',
    ],
    [
      'home page without scheme',
      'actor',
      { account: { ...account, homePage: 'example.org' } },
      'actor.account.homePage: must be an IRI with a scheme (xAPI 1.0.3, Data 4.3)',
    ],
    [
      'home page that is no string',
      'actor',
      { account: { ...account, homePage: 3 } },
      'actor.account.homePage: must be an IRI, not a number (xAPI 1.0.3, Data 2.4.2.4)',
    ],
    [
      'name that is no string',
      'actor',
      { account: { ...account, name: 1625378 } },
      'actor.account.name: must be a string, not a number (xAPI 1.0.3, Data 2.4.2.4)',
    ],
    [
      'unknown key',
      'actor',
      { account: { ...account, id: 1 } },
      'actor.account.id: is not a property that the specification allows here (xAPI 1.0.3, Data 2.2)',
    ],
    [
      'home page in another case',
      'actor',
      { account: { homepage: 'http://example.org', name: '1' } },
      'actor.account.homepage: is not a property that the specification allows here (xAPI 1.0.3, Data 2.2)',
    ],
    [
      'not an object',
      'actor',
      { account: 'zhang' },
      'actor.account: must be an object with homePage and name, not a string (xAPI 1.0.3, Data 2.4.2.4)',
    ],
    [
      'a list',
      'actor',
      { account: [account] },
      'actor.account: must be an object with homePage and name, not an array (xAPI 1.0.3, Data 2.4.2.4)',
    ],
  ]);
});

describe('groups (Data 2.4.2.2)', () => {
  const group = { objectType: 'Group' };
  const listMembers =
    'actor.member: must list the members of a group without identifier (xAPI 1.0.3, Data 2.4.2.2)';
  checkRows([
    ['anonymous', 'actor', { ...group, member: [{ mbox }] }],
    ['identified, without members', 'actor', { ...group, account }],
    [
      'identified, with members',
      'actor',
      { ...group, mbox, name: 'Class 1', member: [{ openid: 'http://a.example.org' }] },
    ],
    ['identified, members empty', 'actor', { ...group, mbox, member: [] }],
    ['anonymous, without members', 'actor', { ...group, name: 'Class 1' }, listMembers],
    ['anonymous, members empty', 'actor', { ...group, member: [] }, listMembers],
    [
      'members that are no array',
      'actor',
      { ...group, member: { mbox } },
      'actor.member: must be an array of agents, not an object (xAPI 1.0.3, Data 2.4.2.2)',
    ],
    [
      'a group within',
      'actor',
      { ...group, member: [{ mbox }, { ...group, mbox }] },
      'actor.member[1]: must be an agent: groups have no groups as members (xAPI 1.0.3, Data 2.4.2.2)',
    ],
    [
      'a member without identifier',
      'actor',
      { ...group, member: [{ name: 'Zhang San' }] },
      oneIdentifier(0).replace('actor:', 'actor.member[0]:'),
    ],
    [
      'a member that is null',
      'actor',
      { ...group, mbox, member: [null] },
      'actor.member[0]: must be an agent, not null (xAPI 1.0.3, Data 2.4.2.2)',
    ],
    [
      'two identifiers',
      'actor',
      { ...group, mbox, account },
      'actor: must have at most one of mbox, mbox_sha1sum, openid, account, not 2 (xAPI 1.0.3, Data 2.4.2.2)',
    ],
    [
      'wrong identifier',
      'actor',
      { ...group, mbox_sha1sum: 'x' },
      'actor.mbox_sha1sum: must be a SHA-1 hash of 40 hexadecimal digits (xAPI 1.0.3, Data 2.4.2.3)',
    ],
    [
      'wrong account',
      'actor',
      { ...group, account: {} },
      'actor.account.homePage: is required (xAPI 1.0.3, Data 2.4.2.4)',
    ],
    [
      'name that is no string',
      'actor',
      { ...group, mbox, name: [] },
      'actor.name: must be a string, not an array (xAPI 1.0.3, Data 2.4.2.2)',
    ],
    [
      'unknown key',
      'actor',
      { ...group, mbox, members: [] },
      'actor.members: is not a property that the specification allows here (xAPI 1.0.3, Data 2.2)',
    ],
    [
      'lower case',
      'actor',
      { objectType: 'group', mbox },
      'actor.objectType: must be "Agent" or "Group", or left out for an agent (xAPI 1.0.3, Data 2.4.2.1)',
    ],
  ]);
});

describe('authority (Data 2.4.9)', () => {
  const two = { objectType: 'Group', member: [{ account }, { mbox }] };
  const exactlyTwo =
    'authority.member: must list exactly two agents, application and user (xAPI 1.0.3, Data 2.4.9)';
  checkRows([
    ['an agent', 'authority', { account }],
    ['application and user', 'authority', two],
    ['one member', 'authority', { objectType: 'Group', member: [{ mbox }] }, exactlyTwo],
    [
      'three members',
      'authority',
      { objectType: 'Group', member: [{ mbox }, { account }, { mbox }] },
      exactlyTwo,
    ],
    [
      'an identified group',
      'authority',
      { ...two, mbox },
      'authority.mbox: must not be on an authority that is a group (xAPI 1.0.3, Data 2.4.9)',
    ],
    ['no identifier', 'authority', { name: 'LMS' }, oneIdentifier(0).replace('actor:', 'authority:')],
    [
      'not an object',
      'authority',
      'LMS',
      'authority: must be an agent or a group, not a string (xAPI 1.0.3, Data 2.4.9)',
    ],
    ['null', 'authority', null, 'authority: must be an agent or a group, not null (xAPI 1.0.3, Data 2.4.9)'],
  ]);
});
