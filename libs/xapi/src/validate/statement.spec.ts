import { describe, expect, it } from '@jest/globals';
import { checkRows, firstError, fullStatement, put, subStatement } from '../testing/rule-rows.js';
import { formatRuleError } from './findings.js';
import { validateActor, validateStatement } from './statement.js';

const unknown = 'is not a property that the specification allows here (xAPI 1.0.3, Data 2.2)';

describe('statements (Data 2.2, 2.4)', () => {
  checkRows([
    ['without id', 'id', undefined],
    ['without result', 'result', undefined],
    ['without context', 'context', undefined],
    ['without actor', 'actor', undefined, 'actor: is required (xAPI 1.0.3, Data 2.4)'],
    ['without verb', 'verb', undefined, 'verb: is required (xAPI 1.0.3, Data 2.4)'],
    ['without object', 'object', undefined, 'object: is required (xAPI 1.0.3, Data 2.4)'],
    ['unknown key', 'Actor', {}, `Actor: ${unknown}`],
    ['objectType is for objects', 'objectType', 'Statement', `objectType: ${unknown}`],
    ['key of the prototype', 'toString', 'x', `toString: ${unknown}`],
    ['id is a UUID', 'id', 'aaa', 'id: must be a UUID in its standard form (xAPI 1.0.3, Data 4.4)'],
    [
      'id without hyphens',
      'id',
      'fd41c918b88b4b20a0a5a4c32391aaa0',
      'id: must be a UUID in its standard form (xAPI 1.0.3, Data 4.4)',
    ],
    [
      'id in braces',
      'id',
      '{fd41c918-b88b-4b20-a0a5-a4c32391aaa0}',
      'id: must be a UUID in its standard form (xAPI 1.0.3, Data 4.4)',
    ],
    ['id in capitals', 'id', 'FD41C918-B88B-4B20-A0A5-A4C32391AAA0'],
    ['id is a string', 'id', 1, 'id: must be a UUID, not a number (xAPI 1.0.3, Data 2.4.1)'],
    ['id is not null', 'id', null, 'id: must be a UUID, not null (xAPI 1.0.3, Data 2.4.1)'],
    [
      'stored is a timestamp',
      'stored',
      'yesterday',
      'stored: must be an ISO 8601 date and time, its offset not -00:00 (xAPI 1.0.3, Data 4.5)',
    ],
    ['stored is a string', 'stored', 0, 'stored: must be a timestamp, not a number (xAPI 1.0.3, Data 2.4.8)'],
  ]);

  it.each([null, [], 'x', 1, true])('%j is no statement', (value) => {
    expect(firstError(value)).toMatch(/^statement: must be an object, not .* \(xAPI 1\.0\.3, Data 2\.4\)$/);
  });

  it('a __proto__ that JSON brings is an unknown key', () => {
    const text = JSON.stringify(fullStatement()).replace('{', '{"__proto__":{"x":1},');
    expect(firstError(JSON.parse(text))).toBe(`__proto__: ${unknown}`);
  });
});

describe('versions (Data 2.4.10)', () => {
  const oneZero = 'version: must be 1.0.x (xAPI 1.0.3, Data 2.4.10)';
  checkRows([
    ['1.0', 'version', '1.0'],
    ['1.0.9', 'version', '1.0.9'],
    ['0.9.9', 'version', '0.9.9', oneZero],
    ['1.1.0', 'version', '1.1.0', oneZero],
    ['2.0.0', 'version', '2.0.0', oneZero],
    ['1.0.x', 'version', '1.0.x', oneZero],
    ['a number', 'version', 1, oneZero],
  ]);
  const either = 'version: must be 1.0.x or 2.0.x (xAPI 2.0, 4.2.4.3)';
  checkRows(
    [
      ['2.0.0 in 2.0', 'version', '2.0.0'],
      ['1.0.3 in 2.0', 'version', '1.0.3'],
      ['2.1.0 in 2.0', 'version', '2.1.0', either],
      ['3.0.0 in 2.0', 'version', '3.0.0', either],
    ],
    '2.0.0',
  );
});

describe('timestamps (Data 4.5)', () => {
  const both = [
    '2026-03-02T08:15:30Z',
    '2026-03-02T08:15:30.1Z',
    '2026-03-02T08:15:30.123456789+05:45',
    '2024-02-29T23:59:60-11:00',
    '2026-03-02t08:15:30z',
    '2000-02-29T00:00:00+00:00',
  ];
  const oneZeroAlone = [
    '2026-03-02T08:15:30',
    '2026-03-02T08:15Z',
    '20260302T081530Z',
    '2026-03-02T08:15:30+0800',
    '2026-03-02T08:15:30+08',
    '2026-03-02T08:15:30,5Z',
  ];
  const neither = [
    '',
    '2026-03-02',
    '01/011/2015',
    'should fail',
    '2026-13-02T08:15:30Z',
    '2026-02-30T08:15:30Z',
    '2100-02-29T08:15:30Z',
    '2026-03-02T24:00:00Z',
    '2026-03-02T08:60:30Z',
    '2026-03-02T08:15:30.Z',
    '2026-03-02T08:15:30Z ',
    '2026-03-02 08:15:30Z',
    '2026-03-02T08:15:30+24:00',
    '2008-09-15T15:53:00.601-00',
    '2008-09-15T15:53:00.601-0000',
    '2008-09-15T15:53:00.601-00:00',
    '2008-09-15T15:53:00-00:00',
    '+02026-03-02T08:15:30Z',
  ];
  const oneZero =
    'timestamp: must be an ISO 8601 date and time, its offset not -00:00 (xAPI 1.0.3, Data 4.5)';
  const twoZero = 'timestamp: must be an RFC 3339 date and time, its offset not -00:00 (xAPI 2.0, 4.2.7)';
  checkRows([
    ...[...both, ...oneZeroAlone].map((text) => ['legal in 1.0', 'timestamp', text] as const),
    ...neither.map((text) => ['illegal in 1.0', 'timestamp', text, oneZero] as const),
    [
      'is a string',
      'timestamp',
      1456,
      'timestamp: must be a timestamp, not a number (xAPI 1.0.3, Data 2.4.7)',
    ],
  ]);
  checkRows(
    [
      ...both.map((text) => ['legal in 2.0', 'timestamp', text] as const),
      ...[...oneZeroAlone, ...neither].map((text) => ['illegal in 2.0', 'timestamp', text, twoZero] as const),
    ],
    '2.0.0',
  );
});

describe('objects other than activities', () => {
  const bare = (object: unknown) => put(put(fullStatement(), 'context', {}), 'object', object);

  it.each([
    [{ objectType: 'Agent', mbox: 'mailto:a@example.org' }],
    [{ objectType: 'Group', member: [{ mbox: 'mailto:a@example.org' }] }],
    [{ objectType: 'StatementRef', id: '6690e6c9-3ef0-4ed3-8b37-7f3964730bee' }],
    [subStatement()],
  ])('%j is accepted', (object) => {
    expect(firstError(bare(object))).toBeUndefined();
  });

  it('voids by reference alone (Data 2.3.2)', () => {
    const voided = { id: 'http://adlnet.gov/expapi/verbs/voided' };
    const reference = bare({ objectType: 'StatementRef', id: '6690e6c9-3ef0-4ed3-8b37-7f3964730bee' });
    expect(firstError(put(reference, 'verb', voided))).toBeUndefined();
    expect(firstError(put(fullStatement(), 'verb', voided))).toBe(
      'object.objectType: must be "StatementRef" where the verb is voided (xAPI 1.0.3, Data 2.3.2)',
    );
  });
});

describe('what is reported', () => {
  const broken = () =>
    put(put(put(fullStatement(), 'actor.mbox', 'x'), 'verb.id', 'y'), 'result.score.scaled', 2);

  it('the first error alone, unless all are asked for', () => {
    expect(firstError(broken())).toBe('actor.mbox: must be a mailto IRI (xAPI 1.0.3, Data 2.4.2.3)');
    const result = validateStatement(broken(), '1.0.3', { all: true });
    expect(result.ok ? [] : result.errors.map(formatRuleError)).toEqual([
      'actor.mbox: must be a mailto IRI (xAPI 1.0.3, Data 2.4.2.3)',
      'verb.id: must be an IRI with a scheme (xAPI 1.0.3, Data 4.3)',
      'result.score.scaled: must be between -1 and 1 (xAPI 1.0.3, Data 2.4.5.1)',
    ]);
  });

  it('no more than a hundred', () => {
    const member = Array.from({ length: 1000 }, () => ({}));
    const result = validateStatement(
      put(fullStatement(), 'actor', { objectType: 'Group', member }),
      '1.0.3',
      { all: true },
    );
    expect(result).toMatchObject({ ok: false, errors: { length: 100 } });
  });

  it('no key at any length', () => {
    const key = 'k'.repeat(1_000_000);
    expect(firstError(put(fullStatement(), key, 1))).toBe(`${'k'.repeat(100)}…: ${unknown}`);
    expect(firstError(put(fullStatement(), 'result.extensions', { [key]: 1 }))?.length).toBeLessThan(250);
  });

  it('the rule of the version that was asked for', () => {
    expect(firstError(put(fullStatement(), 'actor.mbox', 'x'), '2.0.0')).toBe(
      'actor.mbox: must be a mailto IRI (xAPI 2.0, 4.2.2.1)',
    );
  });

  it('an agent by itself, under the name of its parameter', () => {
    expect(validateActor({ mbox: 'mailto:a@example.org' }, 'agent', '1.0.3')).toEqual({
      ok: true,
      actor: { mbox: 'mailto:a@example.org' },
    });
    expect(validateActor({ mbox: 'a' }, 'agent', '1.0.3')).toMatchObject({
      ok: false,
      errors: [{ path: 'agent.mbox' }],
    });
  });
});
