import { describe } from '@jest/globals';
import { checkRows } from '../testing/rule-rows.js';

const unknown = 'is not a property that the specification allows here (xAPI 1.0.3, Data 2.2)';

describe('results (Data 2.4.5)', () => {
  checkRows([
    ['may be empty', 'result', {}],
    ['is an object', 'result', true, 'result: must be an object, not a boolean (xAPI 1.0.3, Data 2.4.5)'],
    [
      'success is a boolean',
      'result.success',
      'true',
      'result.success: must be true or false, not a string (xAPI 1.0.3, Data 2.4.5)',
    ],
    [
      'success is not null',
      'result.success',
      null,
      'result.success: must be true or false, not null (xAPI 1.0.3, Data 2.4.5)',
    ],
    [
      'completion is a boolean',
      'result.completion',
      1,
      'result.completion: must be true or false, not a number (xAPI 1.0.3, Data 2.4.5)',
    ],
    ['response may be empty', 'result.response', ''],
    [
      'response is a string',
      'result.response',
      ['a'],
      'result.response: must be a string, not an array (xAPI 1.0.3, Data 2.4.5)',
    ],
    ['unknown key', 'result.Success', true, `result.Success: ${unknown}`],
  ]);
});

describe('scores (Data 2.4.5.1)', () => {
  const score = '(xAPI 1.0.3, Data 2.4.5.1)';
  checkRows([
    ['may be empty', 'result.score', {}],
    ['scaled at its bounds', 'result.score', { scaled: 1 }],
    ['scaled at its lower bound', 'result.score', { scaled: -1 }],
    [
      'scaled above',
      'result.score',
      { scaled: 1.0001 },
      `result.score.scaled: must be between -1 and 1 ${score}`,
    ],
    [
      'scaled below',
      'result.score',
      { scaled: -1.0001 },
      `result.score.scaled: must be between -1 and 1 ${score}`,
    ],
    [
      'scaled is a number',
      'result.score',
      { scaled: '0.5' },
      `result.score.scaled: must be a number, not a string ${score}`,
    ],
    ['raw alone', 'result.score', { raw: -7000 }],
    ['raw at min', 'result.score', { raw: 0, min: 0, max: 10 }],
    ['raw at max', 'result.score', { raw: 10, min: 0, max: 10 }],
    [
      'raw below min',
      'result.score',
      { raw: -0.1, min: 0 },
      `result.score.raw: must not be less than min ${score}`,
    ],
    [
      'raw above max',
      'result.score',
      { raw: 10.1, max: 10 },
      `result.score.raw: must not be more than max ${score}`,
    ],
    [
      'min above max',
      'result.score',
      { min: 11, max: 10 },
      `result.score.min: must be less than max ${score}`,
    ],
    [
      'min equal to max',
      'result.score',
      { raw: 0, min: 0, max: 0 },
      `result.score.min: must be less than max ${score}`,
    ],
    [
      'max is a number',
      'result.score',
      { max: null },
      `result.score.max: must be a number, not null ${score}`,
    ],
    ['unknown key', 'result.score', { percent: 50 }, `result.score.percent: ${unknown}`],
    ['is an object', 'result.score', 0.5, `result.score: must be an object, not a number ${score}`],
  ]);
});

describe('durations (Data 4.6)', () => {
  const legal = [
    'PT4H35M59.14S',
    'PT16559.14S',
    'P3Y1M29DT4H35M59.14S',
    'P3Y',
    'P4W',
    'PT0S',
    'P1DT12H36M0.12567S',
    'PT1,5S',
    'P0.5D',
    'PT03M15S',
    'P1M',
  ];
  const illegal = [
    '',
    'P',
    'PT',
    'P1',
    '1H',
    'PT1H30',
    'P4W1D',
    'P1D4W',
    'PA1H0M0S',
    'pt1h',
    'P1DT',
    'PT1.5H30M',
    'P-1D',
    '-PT1S',
    'P0001-01-01T00:00:00',
    'PT1S ',
    'P1H',
    'PT1D',
    'PT.5S',
  ];
  const refused =
    'result.duration: must be an ISO 8601 duration such as PT4H35M59.14S or P4W (xAPI 1.0.3, Data 4.6)';
  checkRows([
    ...legal.map((text) => ['legal', 'result.duration', text] as const),
    ...illegal.map((text) => ['illegal', 'result.duration', text, refused] as const),
    [
      'is a string',
      'result.duration',
      12345,
      'result.duration: must be a duration, not a number (xAPI 1.0.3, Data 4.6)',
    ],
  ]);
});

describe('extensions (Data 4.1)', () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : { x: nested(levels - 1) });
  checkRows([
    ['may be empty', 'result.extensions', {}],
    ['any value, null too', 'context.extensions', { 'http://example.org/x': null }],
    ['any value, null within', 'object.definition.extensions', { 'x:y': [null, { a: null }] }],
    ['five hundred levels', 'result.extensions', { 'x:y': nested(500) }],
    [
      'deeper',
      'result.extensions',
      { 'x:y': nested(501) },
      'result.extensions["x:y"]: is nested deeper than 500 levels, the limit of this record store (xAPI 1.0.3, Data 4.1)',
    ],
    [
      'keys are IRIs',
      'result.extensions',
      { tries: 3 },
      'result.extensions["tries"]: must have an IRI as its key (xAPI 1.0.3, Data 4.1)',
    ],
    [
      'empty key',
      'context.extensions',
      { '': 3 },
      'context.extensions[""]: must have an IRI as its key (xAPI 1.0.3, Data 4.1)',
    ],
    [
      'is an object',
      'object.definition.extensions',
      [],
      'object.definition.extensions: must be an object, not an array (xAPI 1.0.3, Data 4.1)',
    ],
    [
      'is not null',
      'result.extensions',
      null,
      'result.extensions: must be an object, not null (xAPI 1.0.3, Data 4.1)',
    ],
  ]);
});

describe('attachments (Data 2.4.11)', () => {
  const at = 'attachments.0.';
  const attachments = '(xAPI 1.0.3, Data 2.4.11)';
  const hex = `attachments[0].sha2: must be a SHA-2 hash in hexadecimal digits ${attachments}`;
  const bytes = `attachments[0].length: must be a whole number of bytes ${attachments}`;
  checkRows([
    ['may be empty', 'attachments', []],
    ['is an array', 'attachments', {}, `attachments: must be an array, not an object ${attachments}`],
    [
      'holds objects',
      'attachments',
      ['x'],
      `attachments[0]: must be an attachment, not a string ${attachments}`,
    ],
    ['without file', `${at}fileUrl`, undefined],
    ['without description', `${at}description`, undefined],
    ...['usageType', 'display', 'contentType', 'length', 'sha2'].map(
      (key) =>
        ['required', at + key, undefined, `attachments[0].${key}: is required ${attachments}`] as const,
    ),
    [
      'usage is an IRI',
      `${at}usageType`,
      'certificate',
      'attachments[0].usageType: must be an IRI with a scheme (xAPI 1.0.3, Data 4.3)',
    ],
    [
      'file is an IRI',
      `${at}fileUrl`,
      'certificate.pdf',
      'attachments[0].fileUrl: must be an IRI with a scheme (xAPI 1.0.3, Data 4.3)',
    ],
    [
      'display is a language map',
      `${at}display`,
      'x',
      'attachments[0].display: must be a language map, not a string (xAPI 1.0.3, Data 4.2)',
    ],
    ['content type with parameters', `${at}contentType`, 'text/plain; charset="utf-8"'],
    [
      'content type of no form',
      `${at}contentType`,
      'text',
      `attachments[0].contentType: must be an Internet media type ${attachments}`,
    ],
    [
      'content type that is no string',
      `${at}contentType`,
      1,
      `attachments[0].contentType: must be an Internet media type ${attachments}`,
    ],
    ['empty file', `${at}length`, 0],
    ['length is a number', `${at}length`, '27', bytes],
    ['length is whole', `${at}length`, 27.5, bytes],
    ['length is not negative', `${at}length`, -1, bytes],
    ['SHA-512', `${at}sha2`, '0f'.repeat(64)],
    ['not hexadecimal', `${at}sha2`, 'x'.repeat(64), hex],
    ['of no SHA-2 length', `${at}sha2`, '0f'.repeat(20), hex],
    ['unknown key', `${at}name`, 'x', `attachments[0].name: ${unknown}`],
  ]);
});
