import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { IdFilter } from './id-filter.js';

const packed = (ids: readonly string[]): Buffer =>
  Buffer.concat(ids.map((id) => Buffer.from(id.replaceAll('-', ''), 'hex')));

/** As senders make them of a counter, too. */
const counted = (from: number, count: number): string[] =>
  Array.from(
    { length: count },
    (_, i) => `00000000-0000-4000-8000-${(from + i).toString(16).padStart(12, '0')}`,
  );

describe('the filter of statement ids', () => {
  it('takes every id for known before it is complete', () => {
    const filter = new IdFilter();
    expect(filter.mayHold('a', randomUUID())).toBe(true);
    filter.complete();
    expect(filter.mayHold('a', randomUUID())).toBe(false);
  });

  it.each([
    ['random', Array.from({ length: 5000 }, () => randomUUID())],
    ['counted', counted(0, 5000)],
  ])(
    'never takes a known one for new: %s, by text and packed, in any case, over several parts',
    (_what, ids) => {
      const filter = new IdFilter(512);
      filter.complete();
      filter.addPacked('a', packed(ids.slice(0, 3000)));
      for (const id of ids.slice(3000)) filter.add('a', id);
      expect(ids.filter((id) => !filter.mayHold('a', id))).toEqual([]);
      expect(filter.mayHold('a', ids[7]!.toUpperCase())).toBe(true);
    },
  );

  it.each([
    [
      'random',
      Array.from({ length: 20_000 }, () => randomUUID()),
      Array.from({ length: 20_000 }, () => randomUUID()),
    ],
    ['counted', counted(0, 20_000), counted(20_000, 20_000)],
  ])('takes few that are new for known: %s', (_what, known, others) => {
    const filter = new IdFilter(20_000);
    filter.complete();
    filter.addPacked('a', packed(known));
    // 1 of 70,000 expected
    expect(others.filter((id) => filter.mayHold('a', id)).length).toBeLessThan(5);
    // those of another tenant are others
    expect(known.filter((id) => filter.mayHold('b', id)).length).toBeLessThan(5);
  });
});
