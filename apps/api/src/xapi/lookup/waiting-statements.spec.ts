import { describe, expect, it } from '@jest/globals';
import { encodedRow } from '#libs/clickhouse';
import { logColumns, type EncodedStatement, type Unsettled } from '#pipelines/ingest';
import type { ListedRow, Stretch } from './statement-lookup.query.js';
import { waitingAt, withWaiting } from './waiting-statements.js';

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
const nothing: Stretch = { rows: [], last: null };
const numbers = ({ rows }: Stretch): number[] => rows.map(({ n }) => n);

describe('what waits for the store, of a list', () => {
  const all = [unstored(1, 1), unstored(3, 3, [agent, verb]), unstored(2, 2, [verb]), unstored(3, 4)];

  it('comes in the order of storing, as the store would give it back', () => {
    expect(numbers(withWaiting(nothing, wanted(all), []))).toEqual([4, 3, 2, 1]);
    expect(numbers(withWaiting(nothing, { ...wanted(all), ascending: true }, []))).toEqual([1, 2, 3, 4]);
    expect(withWaiting(nothing, wanted(all), []).rows[3]).toEqual(listed(1, 1));
    expect(waitingAt(waitingOf(all), listed(2, 2))).toEqual(listed(2, 2));
    expect(waitingAt(waitingOf(all), listed(1, 2))).toBeUndefined();
  });

  it('has every term, that of the key that brought it too', () => {
    expect(numbers(withWaiting(nothing, wanted(all), [agent]))).toEqual([4, 3, 1]);
    expect(numbers(withWaiting(nothing, wanted(all), [agent, verb]))).toEqual([3]);
    expect(numbers(withWaiting(nothing, wanted(all), [verb, key]))).toEqual([3, 2]);
    expect(numbers(withWaiting(nothing, wanted(all), [99n]))).toEqual([]);
  });

  it('is after since, at or before until, and beyond the page before', () => {
    const since = '2026-01-01T00:00:01.000Z';
    const until = '2026-01-01T00:00:02.000Z';
    expect(numbers(withWaiting(nothing, { ...wanted(all), since }, []))).toEqual([4, 3, 2]);
    expect(numbers(withWaiting(nothing, { ...wanted(all), until }, []))).toEqual([2, 1]);
    const after = { stored: '2026-01-01 00:00:03.000', n: 4 };
    expect(numbers(withWaiting(nothing, { ...wanted(all), after }, []))).toEqual([3, 2, 1]);
    const before = { stored: '2026-01-01T00:00:02.000Z', n: 2 };
    const oldestFirst = { ...wanted(all), after: before, ascending: true };
    expect(numbers(withWaiting(nothing, oldestFirst, []))).toEqual([3, 4]);
  });

  it('is no more than a page, which says where to go on', () => {
    const page = withWaiting(nothing, { ...wanted(all), rows: 2 }, []);
    expect(numbers(page)).toEqual([4, 3]);
    expect(page.last).toMatchObject({ stored: '2026-01-01 00:00:03.000', n: 3 });
  });
});

describe('a stretch of the store with what waits', () => {
  const waiting = [unstored(6, 6), unstored(4, 4), unstored(1, 1)];
  const rows = [listed(5, 5), listed(4, 4), listed(3, 3)];

  it('is in order, each once, and without what comes behind it', () => {
    const last = listed(3, 3);
    expect(numbers(withWaiting({ rows, last }, wanted(waiting), []))).toEqual([6, 5, 4, 3]);
    expect(withWaiting({ rows, last }, wanted(waiting), []).last).toBe(last);
    expect(numbers(withWaiting({ rows, last: null }, wanted(waiting), []))).toEqual([6, 5, 4, 3, 1]);
  });

  it('takes oldest first the other way round', () => {
    const stretch = { rows: [listed(1, 1), listed(3, 3)], last: listed(3, 3) };
    const own = [unstored(4, 4), unstored(2, 2)];
    expect(numbers(withWaiting(stretch, { ...wanted(own), ascending: true }, []))).toEqual([1, 2, 3]);
  });

  it('gives every statement once over all pages, whatever the store has of them by then', () => {
    const all = Array.from({ length: 9 }, (_, i) => 9 - i);
    for (const most of [1, 2, 4, 9])
      for (let inStore = 0; inStore < 512; inStore++) {
        const stored = all.filter((n) => (inStore >> (n - 1)) & 1);
        // one in two of those stored still waits, as far as whoever asked first knows
        const own = all.filter((n) => !stored.includes(n) || n % 2 === 0).map((n) => unstored(n, n));
        const seen: number[] = [];
        for (let after: ListedRow | null = null; ;) {
          const from: number = after?.n ?? 10;
          const found = stored.filter((n) => n < from).slice(0, most);
          const page: Stretch = withWaiting(
            {
              rows: found.map((n) => listed(n, n)),
              last: found.length < most ? null : listed(found.at(-1)!, found.at(-1)!),
            },
            { ...wanted(own), after, rows: most },
            [],
          );
          seen.push(...numbers(page));
          if (page.last === null) break;
          after = listed(page.last.n, page.last.n);
        }
        expect(seen).toEqual(all);
      }
  });
});
