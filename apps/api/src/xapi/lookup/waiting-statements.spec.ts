import { describe, expect, it } from '@jest/globals';
import { encodedRow } from '#libs/clickhouse';
import { logColumns, type EncodedStatement, type Unsettled } from '#pipelines/ingest';
import type { ListedRow } from './statement-lookup.query.js';
import { mergedUpTo, waitingFor } from './waiting-statements.js';

const [agent, verb, key] = [11n, 22n, 33n];

function unstored(second: number, n: number, terms: readonly bigint[] = [agent]): EncodedStatement {
  const stored = `2026-01-01T00:00:0${String(second)}.000Z`;
  const row = {
    tenant: 'default',
    stored,
    n,
    statement_id: `00000000-0000-4000-8000-00000000000${String(n)}`,
    content_hash: '',
    reference: '00000000-0000-0000-0000-000000000000',
    voids: false,
    terms: [...terms],
    authority: key,
    statement: `{"n":${String(n)}}`,
  };
  const logRow = encodedRow(row, logColumns);
  return { ...row, run: '', learner_pid: '', day: '', typedRow: Buffer.alloc(0), logRow };
}

const listed = (second: number, n: number): ListedRow => ({
  id: `00000000-0000-4000-8000-00000000000${String(n)}`,
  stored: `2026-01-01 00:00:0${String(second)}.000`,
  n,
  statement: `{"n":${String(n)}}`,
  bytes: 7,
});

const waitingOf = (all: readonly EncodedStatement[]): Unsettled => ({ byId: () => undefined, all });
const wanted = (all: readonly EncodedStatement[]) => ({
  waiting: waitingOf(all),
  since: '1970-01-01T00:00:00.000Z',
  until: '2026-01-01T00:00:09.000Z',
  after: null,
  ascending: false,
  rows: 10,
});
const numbers = (rows: readonly { readonly n: number }[]): number[] => rows.map(({ n }) => n);

describe('what waits for the store, of a list', () => {
  const all = [unstored(1, 1), unstored(3, 3, [agent, verb]), unstored(2, 2, [verb]), unstored(3, 4)];

  it('comes in the order of storing, as the store would give it back', () => {
    expect(numbers(waitingFor(wanted(all), []))).toEqual([4, 3, 2, 1]);
    expect(numbers(waitingFor({ ...wanted(all), ascending: true }, []))).toEqual([1, 2, 3, 4]);
    expect(waitingFor(wanted(all), [])[3]).toEqual(listed(1, 1));
  });

  it('has every term, that of the key that brought it too', () => {
    expect(numbers(waitingFor(wanted(all), [agent]))).toEqual([4, 3, 1]);
    expect(numbers(waitingFor(wanted(all), [agent, verb]))).toEqual([3]);
    expect(numbers(waitingFor(wanted(all), [verb, key]))).toEqual([3, 2]);
    expect(waitingFor(wanted(all), [99n])).toEqual([]);
  });

  it('is after since, at or before until, and beyond the page before', () => {
    const since = '2026-01-01T00:00:01.000Z';
    const until = '2026-01-01T00:00:02.000Z';
    expect(numbers(waitingFor({ ...wanted(all), since }, []))).toEqual([4, 3, 2]);
    expect(numbers(waitingFor({ ...wanted(all), until }, []))).toEqual([2, 1]);
    const after = { stored: '2026-01-01 00:00:03.000', n: 4 };
    expect(numbers(waitingFor({ ...wanted(all), after }, []))).toEqual([3, 2, 1]);
    const before = { stored: '2026-01-01T00:00:02.000Z', n: 2 };
    expect(numbers(waitingFor({ ...wanted(all), after: before, ascending: true }, []))).toEqual([3, 4]);
  });

  it('is no more than a page', () => {
    expect(numbers(waitingFor({ ...wanted(all), rows: 2 }, []))).toEqual([4, 3]);
  });
});

describe('a stretch of the store with what waits', () => {
  it('is in order, each once, and leaves what comes behind it', () => {
    const waiting = [listed(6, 6), listed(4, 4), listed(1, 1)];
    const stretch = [listed(5, 5), listed(4, 4), listed(3, 3)];
    const part = mergedUpTo(stretch.at(-1)!, stretch, waiting, false);
    expect(numbers(part.rows)).toEqual([6, 5, 4, 3]);
    expect(numbers(part.left)).toEqual([1]);
    const whole = mergedUpTo(null, stretch, waiting, false);
    expect(numbers(whole.rows)).toEqual([6, 5, 4, 3, 1]);
    expect(whole.left).toEqual([]);
  });

  it('takes oldest first the other way round', () => {
    const stretch = [listed(1, 1), listed(3, 3)];
    const part = mergedUpTo(stretch.at(-1)!, stretch, [listed(2, 2), listed(4, 4)], true);
    expect(numbers(part.rows)).toEqual([1, 2, 3]);
    expect(numbers(part.left)).toEqual([4]);
  });
});
