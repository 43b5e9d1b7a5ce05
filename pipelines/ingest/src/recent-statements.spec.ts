import { describe, expect, it } from '@jest/globals';
import { encodedRow } from '#libs/clickhouse';
import type { EncodedStatement } from './batch/encode.step.js';
import { RecentStatements } from './recent-statements.js';

const mebibyte = 1024 * 1024;

/** A UUID that ends with a word. */
const uuid = (word: string): string => `${word.padStart(8, '0')}-0000-4000-8000-${word.padStart(12, '0')}`;

function stored(word: string, n: number, statement: string): EncodedStatement {
  return {
    tenant: 't',
    run: '',
    learner_pid: '',
    day: '2026-03-01',
    stored: '2026-03-01T08:30:00.123Z',
    n,
    statement_id: uuid(word),
    content_hash: '',
    reference: '',
    voids: false,
    terms: [],
    authority: 0n,
    typedRow: Buffer.alloc(0),
    logRow: encodedRow({ id: word, statement }, ['id', 'statement']),
  };
}

describe('statements stored last', () => {
  it('are found by id and by place, as they were sent', () => {
    const recent = new RecentStatements(16 * mebibyte);
    const statement = JSON.stringify({ text: 'tab\tline\n"quote" \\ 映雪 \u0000' });
    recent.stored([stored('a', 7, statement)]);
    const found = { id: uuid('a'), stored: '2026-03-01 08:30:00.123', n: 7, statement };
    expect(recent.byId('t', uuid('a'))).toEqual(found);
    expect(recent.at('t', { stored: '2026-03-01 08:30:00.123', n: 7 })).toEqual(found);
  });

  it('are of their tenant alone', () => {
    const recent = new RecentStatements(16 * mebibyte);
    recent.stored([stored('a', 7, '{}')]);
    expect(recent.byId('other', uuid('a'))).toBeUndefined();
  });

  it('of two with one id the first counts', () => {
    const recent = new RecentStatements(16 * mebibyte);
    recent.stored([stored('a', 1, '{"first":true}'), stored('a', 2, '{"first":false}')]);
    expect(recent.byId('t', uuid('a'))?.statement).toBe('{"first":true}');
    expect(recent.at('t', { stored: '2026-03-01 08:30:00.123', n: 2 })).toBeUndefined();
  });

  it('go when newer ones need their place', () => {
    const recent = new RecentStatements(8 * mebibyte);
    const long = JSON.stringify('x'.repeat(50_000));
    for (let n = 0; n < 400; n++) recent.stored([stored(String(n), n, long)]);
    expect(recent.byId('t', uuid('0'))).toBeUndefined();
    expect(recent.at('t', { stored: '2026-03-01 08:30:00.123', n: 0 })).toBeUndefined();
    expect(recent.byId('t', uuid('399'))?.statement).toBe(long);
    // a block that is used again holds what came last
    expect(recent.byId('t', uuid('300'))?.statement).toBe(long);
  });

  it('take in what was stored before while there is room, and lose nothing newer to it', () => {
    const recent = new RecentStatements(8 * mebibyte);
    const long = JSON.stringify('x'.repeat(50_000));
    recent.stored([stored('f', 9, '{}')]);
    const before = (n: number) => ({
      id: uuid(String(n)),
      stored: '2026-02-01 00:00:00.000',
      n,
      statement: long,
    });
    const numbers = Array.from({ length: 400 }, (_, index) => 400 - index);
    // of 8 MB
    const taken = numbers.filter((n) => recent.storedBefore('t', before(n)));
    expect(taken).toEqual(numbers.slice(0, 166));
    expect(recent.byId('t', uuid('300'))).toEqual(before(300));
    expect(recent.byId('t', uuid('f'))?.statement).toBe('{}');
  });

  it('a large one is left to the store', () => {
    const recent = new RecentStatements(8 * mebibyte);
    recent.stored([stored('a', 1, JSON.stringify('x'.repeat(70_000)))]);
    expect(recent.byId('t', uuid('a'))).toBeUndefined();
  });
});
