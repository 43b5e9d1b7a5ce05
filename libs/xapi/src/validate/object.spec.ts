import { describe } from '@jest/globals';
import { interactionTypes } from '../statement.js';
import { checkRows, subStatement } from '../testing/rule-rows.js';

const unknown = 'is not a property that the specification allows here (xAPI 1.0.3, Data 2.2)';
const iri = 'must be an IRI with a scheme (xAPI 1.0.3, Data 4.3)';

describe('verbs (Data 2.4.3)', () => {
  checkRows([
    ['display may be left out', 'verb.display', undefined],
    ['display may be empty', 'verb.display', {}],
    ['id is required', 'verb.id', undefined, 'verb.id: is required (xAPI 1.0.3, Data 2.4.3)'],
    ['id is an IRI', 'verb.id', 'answered', `verb.id: ${iri}`],
    ['id is a string', 'verb.id', 3, 'verb.id: must be an IRI, not a number (xAPI 1.0.3, Data 2.4.3)'],
    ['id is not null', 'verb.id', null, 'verb.id: must be an IRI, not null (xAPI 1.0.3, Data 2.4.3)'],
    ['unknown key', 'verb.Id', 'http://example.org', `verb.Id: ${unknown}`],
    [
      'is an object',
      'verb',
      'answered',
      'verb: must be an object with an id, not a string (xAPI 1.0.3, Data 2.4.3)',
    ],
    [
      'display is a map',
      'verb.display',
      'answered',
      'verb.display: must be a language map, not a string (xAPI 1.0.3, Data 4.2)',
    ],
  ]);
});

describe('language maps (Data 4.2)', () => {
  const legal = [
    'en',
    'en-US',
    'EN-us',
    'zh-Hans-CN',
    'zh-cmn-Hans-CN',
    'sr-Latn-RS',
    'sl-rozaj-biske',
    'de-CH-1901',
    'es-419',
    'de-u-co-phonebk',
    'x-village',
    'en-x-clinic',
    'i-klingon',
    'zh-min-nan',
    'und',
    'qaa-Qaaa-QM-x-southern',
  ];
  const illegal = [
    '',
    'a',
    'a12345678',
    'a12345',
    'english-languages',
    'en_US',
    'en-',
    '-en',
    'en--US',
    'en US',
    'zh-Hans-CN-',
    '中文',
    'en-u',
    'x',
    'should error',
  ];
  checkRows([
    ...legal.map((tag) => ['legal tag', 'verb.display', { [tag]: 'x' }] as const),
    ...illegal.map(
      (tag) =>
        [
          'illegal tag',
          'verb.display',
          { [tag]: 'x' },
          `verb.display[${JSON.stringify(tag)}]: must have an RFC 5646 language tag as its key (xAPI 1.0.3, Data 4.2)`,
        ] as const,
    ),
    [
      'text is a string',
      'verb.display',
      { en: 1 },
      'verb.display["en"]: must be a string, not a number (xAPI 1.0.3, Data 4.2)',
    ],
    [
      'text is not null',
      'verb.display',
      { en: null },
      'verb.display["en"]: must be a string, not null (xAPI 1.0.3, Data 4.2)',
    ],
    [
      'not an array',
      'verb.display',
      ['x'],
      'verb.display: must be a language map, not an array (xAPI 1.0.3, Data 4.2)',
    ],
  ]);
});

describe('IRIs (Data 4.3)', () => {
  const legal = [
    'http://example.org',
    'https://例子.中国/课程?第=一#题',
    'course-v1:Rural+CME+2026',
    'urn:uuid:fd41c918-b88b-4b20-a0a5-a4c32391aaa0',
    'uuid://7d4f3c70',
    'a+b.c-d:x',
    'http://example.org/a[1]',
    'mailto:a@b',
    'tag:example.org,2026:x',
  ];
  const illegal = [
    '',
    'example.org',
    '/path',
    '#fragment',
    '1a:b',
    'ab=c://should.fail.com',
    ':x',
    'http://example.org/a b',
    'http://example.org/<x>',
    'http://example.org/\n',
    'http://example.org/{id}',
    ' http://example.org',
  ];
  checkRows([
    ...legal.map((id) => ['legal', 'object', { id }] as const),
    ...illegal.map((id) => ['illegal', 'object', { id }, `object.id: ${iri}`] as const),
  ]);
});

describe('activities (Data 2.4.4.1)', () => {
  checkRows([
    ['objectType may be left out', 'object.objectType', undefined],
    ['definition may be left out', 'object.definition', undefined],
    ['definition may be empty', 'object.definition', {}],
    ['id is required', 'object.id', undefined, 'object.id: is required (xAPI 1.0.3, Data 2.4.4.1)'],
    ['unknown key', 'object.name', 'x', `object.name: ${unknown}`],
    [
      'objectType is case-sensitive',
      'object.objectType',
      'activity',
      'object.objectType: must be "Activity", "Agent", "Group", "StatementRef" or "SubStatement" (xAPI 1.0.3, Data 2.4.4)',
    ],
    [
      'a type of its own',
      'object.objectType',
      'GroupActivity',
      'object.objectType: must be "Activity", "Agent", "Group", "StatementRef" or "SubStatement" (xAPI 1.0.3, Data 2.4.4)',
    ],
    [
      'is an object',
      'object',
      'http://example.org',
      'object: must be an object, not a string (xAPI 1.0.3, Data 2.4.4)',
    ],
    [
      'definition is an object',
      'object.definition',
      'x',
      'object.definition: must be an object, not a string (xAPI 1.0.3, Data 2.4.4.1)',
    ],
    ['unknown key of the definition', 'object.definition.title', 'x', `object.definition.title: ${unknown}`],
    [
      'name is a language map',
      'object.definition.name',
      'x',
      'object.definition.name: must be a language map, not a string (xAPI 1.0.3, Data 4.2)',
    ],
    [
      'description is a language map',
      'object.definition.description',
      [],
      'object.definition.description: must be a language map, not an array (xAPI 1.0.3, Data 4.2)',
    ],
    ['type is an IRI', 'object.definition.type', 'course', `object.definition.type: ${iri}`],
    ['moreInfo is an IRI', 'object.definition.moreInfo', 'info.html', `object.definition.moreInfo: ${iri}`],
    [
      'type is not null',
      'object.definition.type',
      null,
      'object.definition.type: must be an IRI, not null (xAPI 1.0.3, Data 2.4.4.1)',
    ],
  ]);
});

describe('interaction activities (Data 2.4.4.1)', () => {
  const plain = { interactionType: 'fill-in' };
  const interaction = '(xAPI 1.0.3, Data 2.4.4.1, Interaction Activities)';
  checkRows([
    ...interactionTypes.map(
      (type) => ['legal type', 'object.definition', { interactionType: type }] as const,
    ),
    [
      'type is case-sensitive',
      'object.definition.interactionType',
      'Choice',
      `object.definition.interactionType: must be one of ${interactionTypes.join(', ')} ${interaction}`,
    ],
    [
      'type is one of the list',
      'object.definition.interactionType',
      'essay',
      `object.definition.interactionType: must be one of ${interactionTypes.join(', ')} ${interaction}`,
    ],
    [
      'type is required with a pattern',
      'object.definition',
      { correctResponsesPattern: ['x'] },
      `object.definition.interactionType: is required ${interaction}`,
    ],
    [
      'type is required with components',
      'object.definition',
      { scale: [] },
      `object.definition.interactionType: is required ${interaction}`,
    ],
    ['pattern may be empty', 'object.definition', { ...plain, correctResponsesPattern: [] }],
    [
      'pattern is an array',
      'object.definition',
      { ...plain, correctResponsesPattern: 'x' },
      `object.definition.correctResponsesPattern: must be an array of strings, not a string ${interaction}`,
    ],
    [
      'pattern holds strings',
      'object.definition',
      { ...plain, correctResponsesPattern: ['x', 1] },
      `object.definition.correctResponsesPattern[1]: must be a string, not a number ${interaction}`,
    ],
    ...(['choices', 'scale', 'source', 'target', 'steps'] as const).flatMap((list) => [
      [
        'legal components',
        'object.definition',
        { ...plain, [list]: [{ id: 'a' }, { id: 'b', description: { en: 'x' } }] },
      ] as const,
      [
        'components are an array',
        'object.definition',
        { ...plain, [list]: { id: 'a' } },
        `object.definition.${list}: must be an array of interaction components, not an object ${interaction}`,
      ] as const,
      [
        'ids are distinct',
        'object.definition',
        { ...plain, [list]: [{ id: 'a' }, { id: 'a' }] },
        `object.definition.${list}[1].id: must be distinct within its list ${interaction}`,
      ] as const,
      [
        'id is required',
        'object.definition',
        { ...plain, [list]: [{ description: {} }] },
        `object.definition.${list}[0].id: is required ${interaction}`,
      ] as const,
      [
        'id is a string',
        'object.definition',
        { ...plain, [list]: [{ id: 1 }] },
        `object.definition.${list}[0].id: must be a string, not a number ${interaction}`,
      ] as const,
      [
        'description is a language map',
        'object.definition',
        { ...plain, [list]: [{ id: 'a', description: 'x' }] },
        `object.definition.${list}[0].description: must be a language map, not a string (xAPI 1.0.3, Data 4.2)`,
      ] as const,
      [
        'unknown key',
        'object.definition',
        { ...plain, [list]: [{ id: 'a', name: 'x' }] },
        `object.definition.${list}[0].name: ${unknown}`,
      ] as const,
      [
        'component is an object',
        'object.definition',
        { ...plain, [list]: ['a'] },
        `object.definition.${list}[0]: must be an interaction component, not a string ${interaction}`,
      ] as const,
    ]),
  ]);
});

describe('agents, groups and references as objects (Data 2.4.4.2, 2.4.4.3)', () => {
  const id = '6690e6c9-3ef0-4ed3-8b37-7f3964730bee';
  const revised =
    'context.revision: must be used only where the object is an activity (xAPI 1.0.3, Data 2.4.6)';
  const ref = '(xAPI 1.0.3, Data 2.4.4.3, Statement References)';
  checkRows([
    ['an agent, with revision', 'object', { objectType: 'Agent', mbox: 'mailto:a@example.org' }, revised],
    [
      'an agent without objectType is an activity',
      'object',
      { mbox: 'mailto:a@example.org' },
      `object.mbox: ${unknown}`,
    ],
    [
      'an agent without identifier',
      'object',
      { objectType: 'Agent' },
      'object: must have exactly one of mbox, mbox_sha1sum, openid, account, not 0 (xAPI 1.0.3, Data 2.4.2.1)',
    ],
    [
      'a group without members',
      'object',
      { objectType: 'Group' },
      'object.member: must list the members of a group without identifier (xAPI 1.0.3, Data 2.4.2.2)',
    ],
    ['a reference, with revision', 'object', { objectType: 'StatementRef', id }, revised],
    ['a reference without id', 'object', { objectType: 'StatementRef' }, `object.id: is required ${ref}`],
    [
      'a reference whose id is no UUID',
      'object',
      { objectType: 'StatementRef', id: 'x' },
      'object.id: must be a UUID in its standard form (xAPI 1.0.3, Data 4.4)',
    ],
    [
      'a reference with an unknown key',
      'object',
      { objectType: 'StatementRef', id, definition: {} },
      `object.definition: ${unknown}`,
    ],
    [
      'statementRef in lower case',
      'object',
      { objectType: 'statementRef', id },
      'object.objectType: must be "Activity", "Agent", "Group", "StatementRef" or "SubStatement" (xAPI 1.0.3, Data 2.4.4)',
    ],
  ]);
});

describe('sub-statements (Data 2.4.4.3)', () => {
  const own = (key: string) =>
    `object.${key}: must not be on a sub-statement (xAPI 1.0.3, Data 2.4.4.3, SubStatements)`;
  const legal: Record<string, unknown> = {
    ...subStatement(),
    timestamp: '2030-01-01T00:00:00Z',
    result: { success: true },
    attachments: [],
  };
  // Revision and platform belong to activities: the statement around does without them.
  const context =
    'context.revision: must be used only where the object is an activity (xAPI 1.0.3, Data 2.4.6)';
  checkRows([
    ['legal, but for the context around', 'object', legal, context],
    ['id', 'object', { ...legal, id: '6690e6c9-3ef0-4ed3-8b37-7f3964730bee' }, own('id')],
    ['stored', 'object', { ...legal, stored: '2030-01-01T00:00:00Z' }, own('stored')],
    ['version', 'object', { ...legal, version: '1.0.0' }, own('version')],
    ['authority', 'object', { ...legal, authority: { mbox: 'mailto:a@example.org' } }, own('authority')],
    ['unknown key', 'object', { ...legal, name: 'x' }, `object.name: ${unknown}`],
    [
      'nested',
      'object',
      { ...legal, object: subStatement() },
      'object.object: must not be a sub-statement within a sub-statement (xAPI 1.0.3, Data 2.4.4.3, SubStatements)',
    ],
    [
      'without actor',
      'object',
      { objectType: 'SubStatement', verb: legal.verb, object: legal.object },
      'object.actor: is required (xAPI 1.0.3, Data 2.4)',
    ],
    [
      'its verb is checked',
      'object',
      { ...legal, verb: {} },
      'object.verb.id: is required (xAPI 1.0.3, Data 2.4.3)',
    ],
    [
      'its object is checked',
      'object',
      { ...legal, object: {} },
      'object.object.id: is required (xAPI 1.0.3, Data 2.4.4.1)',
    ],
    [
      'its context is checked',
      'object',
      { ...legal, context: { registration: 'x' } },
      'object.context.registration: must be a UUID in its standard form (xAPI 1.0.3, Data 4.4)',
    ],
    [
      'its revision needs an activity',
      'object',
      { ...legal, object: { objectType: 'Agent', mbox: 'mailto:a@example.org' }, context: { revision: '1' } },
      'object.context.revision: must be used only where the object is an activity (xAPI 1.0.3, Data 2.4.6)',
    ],
    [
      'its timestamp is checked',
      'object',
      { ...legal, timestamp: 'tomorrow' },
      'object.timestamp: must be an ISO 8601 date and time, its offset not -00:00 (xAPI 1.0.3, Data 4.5)',
    ],
  ]);
});
