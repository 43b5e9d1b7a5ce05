import { beforeEach, describe, expect, it } from '@jest/globals';
import { ClickHouseQueryError, type ClickHouse, type NamedQuery } from '#libs/clickhouse';
import { TermPositions, type TermPage } from './term-positions.js';

interface Params {
  readonly term?: bigint;
  readonly terms?: readonly bigint[];
}

let asked: (bigint | readonly bigint[] | undefined)[];
let tooMany: boolean;

/** Three statements of every term, the second of them twice, as it may be until the engine has merged. */
const clickhouse: Pick<ClickHouse, 'query'> = {
  query<P, R>(query: NamedQuery<P, R>, params: P): Promise<R[]> {
    const { term, terms } = params as Params;
    asked.push(term ?? terms);
    if (terms !== undefined && tooMany)
      return Promise.reject(new ClickHouseQueryError(query.name, 'too many rows', 158, 'TOO_MANY_ROWS'));
    const of = (more: object) =>
      [3, 2, 2, 1].map((n) => ({ ...more, stored: `2026-11-2${String(n)} 08:00:00.000`, n }));
    const rows = terms === undefined ? of({}) : terms.flatMap((one) => of({ term: String(one) }));
    return Promise.resolve(rows as R[]);
  },
};

const page = (term: bigint, changes: Partial<TermPage> = {}): TermPage => ({
  term,
  since: '1970-01-01T00:00:00.000Z',
  until: '2026-12-01T00:00:00.000Z',
  after: null,
  ascending: false,
  rows: 10,
  ...changes,
});
const places = [3, 2, 1].map((n) => ({ stored: `2026-11-2${String(n)} 08:00:00.000`, n }));

beforeEach(() => {
  asked = [];
  tooMany = false;
});

describe('positions of terms', () => {
  it('are read together where they are asked for together, each position once', async () => {
    const positions = new TermPositions(clickhouse);
    const found = await Promise.all([1n, 2n, 3n].map((term) => positions.find('t', page(term), true)));
    expect(found).toEqual(found.map(() => ({ positions: places, isFull: false })));
    expect(asked).toEqual([[1n, 2n, 3n]]);
  });

  it('are cut to what each has asked for, which says whether there may be more', async () => {
    const positions = new TermPositions(clickhouse);
    const [two, four] = await Promise.all([
      positions.find('t', page(1n, { rows: 2 }), true),
      positions.find('t', page(2n, { rows: 4 }), true),
    ]);
    expect(two).toEqual({ positions: places.slice(0, 2), isFull: true });
    expect(four).toEqual({ positions: places, isFull: true });
  });

  it('are read alone: a frequent kind, a later page, the same term within other bounds', async () => {
    const positions = new TermPositions(clickhouse);
    await Promise.all([
      positions.find('t', page(1n), false),
      positions.find('t', page(2n, { after: places[0]! }), true),
      positions.find('t', page(3n), true),
      positions.find('t', page(4n), true),
      positions.find('t', page(3n, { since: '2026-11-22T00:00:00.000Z' }), true),
    ]);
    expect(asked).toEqual([1n, 2n, [3n, 4n], 3n]);
  });

  it('of terms that are too many rows together are read alone, from then on', async () => {
    const positions = new TermPositions(clickhouse);
    tooMany = true;
    const both = () => Promise.all([1n, 2n].map((term) => positions.find('t', page(term), true)));
    expect(await both()).toEqual([1, 2].map(() => ({ positions: places, isFull: false })));
    expect(await both()).toHaveLength(2);
    expect(asked).toEqual([[1n, 2n], 1n, 2n, 1n, 2n]);
  });
});
