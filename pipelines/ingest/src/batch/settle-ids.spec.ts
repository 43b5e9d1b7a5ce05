import { describe, expect, it } from '@jest/globals';
import type { EncodedStatement } from './encode.step.js';
import { settleIds, type KeptStatements } from './settle-ids.js';
import type { Storable } from './store-batch.js';

const storable = (offset: number, id: string, content: string, second = 1): Storable => ({
  record: { partition: 0, offset, life: 'first', key: 'k', value: {} },
  statement: {
    tenant: 't',
    statement_id: id,
    content_hash: content,
    stored: `2026-11-20T02:00:0${String(second)}.000Z`,
    n: offset,
  } as EncodedStatement,
});
const at = (second: number): number => Date.parse(`2026-11-20T02:00:0${String(second)}.000Z`);
const kept = (entries: Readonly<Record<string, [number, number, string][]>>): KeptStatements =>
  new Map(Object.entries(entries).map(([id, rows]) => [`t/${id}`, rows]));
const outcome = (batch: readonly Storable[], known: KeptStatements = new Map()) => {
  const { storable: stored, refused } = settleIds(batch, known);
  return {
    stored: stored.map(({ record }) => record.offset),
    refused: [...refused].map(([{ offset }, { reason }]) => [offset, reason]),
  };
};

describe('several statements under one id', () => {
  it('that nobody knows is stored', () => {
    expect(outcome([storable(1, 'a', 'x'), storable(2, 'b', 'x')])).toEqual({ stored: [1, 2], refused: [] });
  });

  it('in one batch: the first is stored, its like left out, another refused', () => {
    const batch = [storable(1, 'a', 'x'), storable(2, 'a', 'x'), storable(3, 'a', 'y')];
    expect(outcome(batch)).toEqual({
      stored: [1],
      refused: [[3, 'statement a is stored with other content: the first stored is kept']],
    });
  });

  it('in one batch of several partitions: the first that was taken is stored, wherever it lies', () => {
    expect(outcome([storable(1, 'a', 'y', 3), storable(2, 'a', 'x', 2)])).toMatchObject({
      stored: [2],
      refused: [[1, expect.stringContaining('other content')]],
    });
  });

  it('of which one is in the store: it is kept, though the other was taken earlier', () => {
    expect(outcome([storable(1, 'a', 'y', 1)], kept({ a: [[at(5), 7, 'x']] }))).toMatchObject({
      stored: [],
      refused: [[1, expect.stringContaining('other content')]],
    });
    expect(outcome([storable(1, 'a', 'x', 1)], kept({ a: [[at(5), 7, 'x']] }))).toEqual({
      stored: [],
      refused: [],
    });
  });

  it('from a batch that comes again: the very same is stored again, under the token of its batch', () => {
    expect(outcome([storable(1, 'a', 'x')], kept({ a: [[at(1), 1, 'x']] }))).toEqual({
      stored: [1],
      refused: [],
    });
  });
});
