import { fullStatement, subStatement } from '../rule-rows.js';
import { dataRules } from './data-rules.js';

const lacking = (key: string): unknown => ({ ...fullStatement(), [key]: undefined });
const extensions = 'http://example.org/note';
const uuids = {
  legal: ['fd41c918-b88b-4b20-a0a5-a4c32391aaa0', 'FD41C918-B88B-4B20-A0A5-A4C32391AAA0'],
  illegal: [
    'fd41c918b88b4b20a0a5a4c32391aaa0',
    '{fd41c918-b88b-4b20-a0a5-a4c32391aaa0}',
    'fd41c918-b88b-4b20-a0a5',
    'fd41c918-b88b-4b20-a0a5-a4c32391aaag',
    '',
    7,
  ],
};

/** Formatting, ids and the special types (1.0.3 Data 2.2, 2.4.1, 4; 2.0 4.2, 4.2.4.2, 4.2.7). */
export const formatRules = [
  ...dataRules('4.2', [
    [
      '00001',
      'null stands in extensions alone',
      'result.extensions',
      [{ [extensions]: null }, { [extensions]: { deep: [null] } }],
      [null],
    ],
    ['00001', 'null is no name', 'actor.name', ['Zhang San', undefined], [null]],
    ['00001', 'null is no display', 'verb.display', [{ en: 'a' }], [null, { en: null }]],
    ['00001', 'null is no member of a list', 'attachments', [[]], [[null], null]],
    ['00003', 'a statement has an actor', 'actor', [fullStatement().actor], [undefined]],
    ['00004', 'a statement has a verb', 'verb', [fullStatement().verb], [undefined]],
    ['00005', 'a statement has an object', 'object', [fullStatement().object], [undefined]],
    ['00006', 'a value has the type of its property', 'result.success', [true, false], ['true', 1, [], {}]],
    ['00006', 'a number is a number', 'result.score.raw', [5], ['5', true]],
    ['00006', 'an object is an object', 'context', [{}], ['text', 7, []]],
    [
      '00007',
      'a string of a format has that format',
      'verb.id',
      ['http://example.org/verbs/sang', 'urn:x:y', 'tag:example.org,2026:sang'],
      ['', 'sang', '//example.org/sang', 'exa mple:x'],
    ],
    [
      '00007',
      'an empty mailto is none',
      'actor.mbox',
      ['mailto:li@example.org'],
      ['', 'mailto:', 'li@example.org'],
    ],
    [
      '00008 00010',
      'keys are spelt as specified, and no others stand there',
      '',
      [fullStatement()],
      [
        { ...fullStatement(), Actor: fullStatement().actor },
        { ...fullStatement(), Result: {} },
        { ...fullStatement(), mood: 'good' },
        { ...fullStatement(), verb: { ID: 'http://example.org/x' } },
      ],
    ],
    ['00009', 'enumerated values are spelt as specified', 'actor.objectType', ['Agent'], ['agent', 'AGENT']],
    [
      '00009',
      'interaction types too',
      'object.definition.interactionType',
      ['fill-in', 'true-false'],
      ['Fill-In', 'fill_in'],
    ],
    [
      '00011',
      'an IRI has a scheme',
      'object.id',
      ['http://example.org/q', 'course-v1:Rural+CME+2026', 'urn:isbn:123'],
      ['example.org/q', '/q', 'q', '1http://example.org'],
    ],
    [
      '00014',
      'a statement is a JSON object',
      '',
      [fullStatement()],
      ['a statement', 7, true, null, [fullStatement()]],
    ],
    [
      '00021',
      'each property of the statement is there at most once, and the three of its sentence at least once',
      '',
      [{ actor: fullStatement().actor, verb: fullStatement().verb, object: fullStatement().object }],
      [lacking('actor'), lacking('verb'), lacking('object'), {}],
    ],
  ]),
  ...dataRules('4.2.4.2', [
    ['00027 00028 00029 00030', 'an id is a UUID in its usual form', 'id', uuids.legal, uuids.illegal],
    ['00027 00028 00029 00030', 'a registration is one', 'context.registration', uuids.legal, uuids.illegal],
    [
      '00027 00028 00029 00030',
      'what a reference names is one',
      'object',
      uuids.legal.map((id) => ({ objectType: 'StatementRef', id })),
      uuids.illegal.map((id) => ({ objectType: 'StatementRef', id })),
    ],
    [
      '00022 00123',
      'a timestamp is an ISO 8601 date and time',
      'timestamp',
      ['2026-03-02T08:15:30Z', '2026-03-02T08:15:30.123+08:00', '2026-03-02T08:15:30-03:30'],
      ['2 March 2026', '2026-13-02T08:15:30Z', '2026-02-30T08:15:30Z', 1_772_410_530, ''],
    ],
    [
      '00023',
      'so is stored',
      'stored',
      ['2026-03-02T00:15:31.000Z'],
      ['yesterday', '2026-03-02T00:15:31-00:00', 7],
    ],
  ]),
  ...dataRules('4.2.7', [
    [
      '00123',
      'an offset says which: minus nothing is not one',
      'timestamp',
      ['2026-03-02T08:15:30+00:00', '2026-03-02T08:15:30Z'],
      ['2026-03-02T08:15:30-00:00', '2026-03-02T08:15:30-0000', '2026-03-02T08:15:30-00'],
    ],
    [
      '00013 00121',
      'a key of a language map is an RFC 5646 tag',
      'verb.display',
      [{ en: 'x' }, { 'zh-Hans-CN': 'x' }, { 'de-CH-1996': 'x' }, { 'x-private': 'x' }, {}],
      [{ en_US: 'x' }, { 'a-nothing': 'x' }, { '': 'x' }, { 'english speaking': 'x' }, { '12': 'x' }],
    ],
    [
      '00013 00121',
      'and its values are strings',
      'object.definition.name',
      [{ en: '' }],
      [{ en: 1 }, 'text', ['text']],
    ],
    [
      '00124 00077',
      'a duration is one of ISO 8601',
      'result.duration',
      ['PT4H35M59.14S', 'P4W', 'P1Y2M3DT4H', 'PT16559.14S'],
      ['4 hours', 'P4W1D', 'PT', 'P', '', 'T1H', 7],
    ],
    [
      '00118',
      'keys of extensions are IRIs',
      'context.extensions',
      [{ 'http://example.org/x': 1 }, { 'urn:x:y': [] }],
      [{ x: 1 }, { '': 1 }],
    ],
    [
      '00120',
      'extensions are an object',
      'result.extensions',
      [{}, { [extensions]: '' }, { [extensions]: {} }],
      ['x', [], 7, true],
    ],
    [
      '00119',
      'an extension may be null, empty or anything',
      'object.definition.extensions',
      [{ [extensions]: null }, { [extensions]: '' }, { [extensions]: {} }, { [extensions]: [[], 0] }],
      [null, ''],
    ],
    [
      '',
      'extensions of a sub-statement are judged as those of a statement',
      'object',
      [{ ...subStatement(), context: { extensions: { [extensions]: null } } }],
      [{ ...subStatement(), context: { extensions: { note: 1 } } }],
    ],
  ]),
];
