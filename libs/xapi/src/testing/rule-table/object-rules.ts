import { subStatement } from '../rule-rows.js';
import { dataRules } from './data-rules.js';

const id = 'http://example.org/question/1';
const uuid = '6690e6c9-3ef0-4ed3-8b37-7f3964730bee';
const agent = { mbox: 'mailto:wang@example.org' };
const verb = { id: 'http://example.org/sang' };
const sub = (more: object = {}) => ({ ...subStatement(), ...more });
const without = (key: string) => ({ ...subStatement(), [key]: undefined });
const languages = [{ en: 'x' }, { 'zh-CN': '一' }, undefined];
const interactionTypes = [
  'true-false',
  'choice',
  'fill-in',
  'long-fill-in',
  'matching',
  'performance',
  'sequencing',
  'likert',
  'numeric',
  'other',
];
const components = [[{ id: 'a' }], [{ id: 'a', description: { en: 'A' } }, { id: 'b' }], []];
const notComponents = [
  'a',
  [7],
  [{ description: { en: 'A' } }],
  [{ id: 'a' }, { id: 'a' }],
  [{ id: 'a', x: 1 }],
];

/** What it was done to (1.0.3 Data 2.4.4; 2.0 4.2.2.3). */
export const objectRules = dataRules('4.2.2.3', [
  [
    '00046',
    'an object is one of five kinds',
    'object',
    [
      { id },
      { objectType: 'Activity', id },
      { objectType: 'Agent', ...agent },
      { objectType: 'Group', member: [agent] },
      { objectType: 'StatementRef', id: uuid },
      sub(),
    ],
    [{ objectType: 'Thing', id }, { objectType: 'activity', id }, { objectType: 7, id }, 'text', [{ id }]],
  ],
  ['00047', 'an activity has an id, which is an IRI', 'object', [{ id }], [{}, { id: 'q' }, { id: 7 }]],
  ['00048', 'a definition is an object', 'object.definition', [{}, undefined], ['text', 7, []]],
  [
    '00049',
    'an interaction type is one of ten',
    'object.definition.interactionType',
    interactionTypes,
    ['essay', '', 7, {}],
  ],
  [
    '00050',
    'correct responses are strings',
    'object.definition.correctResponsesPattern',
    [['a'], ['a[,]b', ''], []],
    ['a', [7], [['a']]],
  ],
  ['00051 00055', 'choices are components', 'object.definition.choices', components, notComponents],
  ['00052 00055', 'a scale is of components', 'object.definition.scale', components, notComponents],
  ['00053 00055', 'sources are components', 'object.definition.source', components, notComponents],
  ['00053 00055', 'targets are components', 'object.definition.target', components, notComponents],
  ['00054 00055', 'steps are components', 'object.definition.steps', components, notComponents],
  ['00056', 'a name is a language map', 'object.definition.name', languages, ['x', ['x'], { en: 7 }]],
  ['00057', 'extensions are an object', 'object.definition.extensions', [{}, undefined], ['x', [], 7]],
  [
    '00058 00062 00063',
    'a component has an id that its list has once',
    'object.definition.choices',
    [[{ id: 'a' }, { id: 'b' }]],
    [[{ id: 'a' }, { id: 'a' }], [{ id: 7 }], [{}]],
  ],
  ['00059', 'a description is a language map', 'object.definition.description', languages, ['x', 7, []]],
  [
    '00060',
    'a type is an IRI',
    'object.definition.type',
    ['http://example.org/types/quiz', undefined],
    ['quiz', 7, ''],
  ],
  [
    '00061',
    'moreInfo is an IRL',
    'object.definition.moreInfo',
    ['https://example.org/about/q1', undefined],
    ['here', 7, ''],
  ],
  [
    '00064',
    'what belongs to an interaction wants its type',
    'object.definition',
    [{ interactionType: 'choice', choices: [{ id: 'a' }] }, { interactionType: 'other' }],
    [
      { choices: [] },
      { scale: [] },
      { source: [] },
      { target: [] },
      { steps: [] },
      { correctResponsesPattern: [] },
    ],
  ],
  [
    '00065',
    'an agent or group as object says so',
    'object',
    [
      { objectType: 'Agent', ...agent },
      { objectType: 'Group', ...agent },
    ],
    [agent, { member: [agent] }],
  ],
  [
    '00066',
    'a sub-statement is judged as a statement is',
    'object',
    [sub(), sub({ result: { success: true }, timestamp: '2026-03-02T08:15:30Z' })],
    [
      without('actor'),
      without('verb'),
      without('object'),
      sub({ verb: {} }),
      sub({ result: { success: 1 } }),
    ],
  ],
  ['00067', 'a sub-statement has no authority', 'object', [sub()], [sub({ authority: agent })]],
  ['00068', 'a sub-statement has no version', 'object', [sub()], [sub({ version: '1.0.0' })]],
  ['00069', 'a sub-statement has no stored', 'object', [sub()], [sub({ stored: '2026-03-02T00:15:31Z' })]],
  ['00070', 'a sub-statement has no id', 'object', [sub()], [sub({ id: uuid })]],
  [
    '00071',
    'a sub-statement holds no other',
    'object',
    [sub(), sub({ object: { objectType: 'StatementRef', id: uuid } })],
    [sub({ object: subStatement() })],
  ],
  [
    '00072',
    'a reference has the id of a statement',
    'object',
    [{ objectType: 'StatementRef', id: uuid }],
    [
      { objectType: 'StatementRef' },
      { objectType: 'StatementRef', id },
      { objectType: 'StatementRef', id: 7 },
    ],
  ],
  [
    '00073',
    'a reference says that it is one',
    'object',
    [{ objectType: 'StatementRef', id: uuid }],
    [
      { objectType: 'statementRef', id: uuid },
      { objectType: 'StatementReference', id: uuid },
      { objectType: 'StatementRef', id: uuid, definition: {} },
    ],
  ],
]);

/** What voids (1.0.3 Data 2.3.2; 2.0 4.2.5). */
export const voidingRules = dataRules('4.2.5', [
  [
    '00017 00019 00020',
    'what voids refers to a statement',
    '',
    [voiding({ objectType: 'StatementRef', id: uuid })],
    [
      voiding({ id }),
      voiding({ objectType: 'Agent', ...agent }),
      voiding(sub()),
      voiding({ objectType: 'StatementRef' }),
    ],
  ],
  [
    '00019',
    'the verb makes it so: another may be of anything',
    '',
    [{ actor: agent, verb, object: { id } }],
    [voiding({ objectType: 'Activity', id })],
  ],
]);

function voiding(object: object): unknown {
  return { actor: agent, verb: { id: 'http://adlnet.gov/expapi/verbs/voided' }, object };
}
