import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '#libs/models';
import { NewestStatements } from './newest-statements.js';

const key = 99n;
const row = (at: number, n: number, terms: readonly bigint[] = [1n], tenant = 'a') => ({
  tenant,
  stored: new Date(at).toISOString(),
  n,
  terms: [...terms],
  authority: key,
});
const wanted = { terms: [1n], since: 0, until: 1e6, after: null, rows: 3 };
const numbers = (found: readonly { readonly n: number }[] | null): number[] | null =>
  found?.map(({ n }) => n) ?? null;

describe('where the newest statements stand', () => {
  it('says the newest of a term, of several, of the key, and of none', () => {
    const newest = new NewestStatements();
    newest.begin('a', 0);
    newest.came([row(10, 1), row(20, 2, [1n, 2n]), row(30, 3, [2n]), row(40, 4), row(40, 5, [1n, 2n])]);
    expect(newest.find('a', wanted)).toEqual([
      { at: 40, n: 5 },
      { at: 40, n: 4 },
      { at: 20, n: 2 },
    ]);
    expect(numbers(newest.find('a', { ...wanted, terms: [2n, 1n] }))).toEqual([5, 2]);
    expect(numbers(newest.find('a', { ...wanted, terms: [key], rows: 9 }))).toEqual([5, 4, 3, 2, 1]);
    expect(numbers(newest.find('a', { ...wanted, terms: [] }))).toEqual([5, 4, 3]);
    expect(numbers(newest.find('a', { ...wanted, terms: [7n] }))).toEqual([]);
  });

  it('goes by both halves of a term', () => {
    const newest = new NewestStatements();
    newest.begin('a', 0);
    newest.came([row(10, 1, [(5n << 32n) | 1n]), row(20, 2, [(6n << 32n) | 1n])]);
    expect(numbers(newest.find('a', { ...wanted, terms: [(5n << 32n) | 1n] }))).toEqual([1]);
  });

  it('keeps to since, until and the page before', () => {
    const newest = new NewestStatements();
    newest.begin('a', 0);
    newest.came([1, 2, 3, 4, 5].map((n) => row(n * 10, n)));
    expect(numbers(newest.find('a', { ...wanted, since: 30 }))).toEqual([5, 4]);
    expect(numbers(newest.find('a', { ...wanted, until: 20 }))).toEqual([2, 1]);
    expect(numbers(newest.find('a', { ...wanted, after: { at: 40, n: 4 } }))).toEqual([3, 2, 1]);
  });

  it('cannot tell what came before it began, or of who is not known', () => {
    const newest = new NewestStatements();
    newest.came([row(10, 1)]);
    expect(newest.find('a', wanted)).toBeNull();
    newest.begin('a', 15);
    newest.came([row(15, 1), row(20, 2), row(30, 3)]);
    expect(newest.find('a', wanted)).toBeNull();
    expect(numbers(newest.find('a', { ...wanted, rows: 2 }))).toEqual([3, 2]);
    expect(numbers(newest.find('a', { ...wanted, since: 15 }))).toEqual([3, 2]);
    expect(newest.find('a', { ...wanted, since: 14 })).toBeNull();
  });

  it('knows all of a tenant who came when everybody before was known', () => {
    const newest = new NewestStatements();
    newest.came([row(10, 1, [1n], 'later')]);
    newest.knowsAll();
    newest.came([row(20, 2, [1n], 'new')]);
    expect(numbers(newest.find('new', wanted))).toEqual([2]);
  });

  it('finds those of a term among many of another that shares its chain', () => {
    const newest = new NewestStatements();
    newest.begin('a', 0);
    // halves that differ by as much share a chain
    const shares = (7n << 32n) | (7n ^ 5n);
    const rows = Array.from({ length: 100 }, (_, n) =>
      row(n + 1, n + 1, n % 10 === 0 ? [5n, shares] : [shares]),
    );
    newest.came(rows);
    expect(numbers(newest.find('a', { ...wanted, terms: [5n] }))).toEqual([91, 81, 71]);
    expect(numbers(newest.find('a', { ...wanted, terms: [shares] }))).toEqual([100, 99, 98]);
  });

  it('is of its tenant alone', () => {
    const newest = new NewestStatements();
    newest.begin('a', 0);
    newest.begin('b', 0);
    newest.came([row(10, 1), row(20, 2, [1n], 'b')]);
    expect(numbers(newest.find('a', wanted))).toEqual([1]);
    expect(numbers(newest.find('b', wanted))).toEqual([2]);
  });

  it('does not tell of what was before a statement of very many terms', () => {
    const newest = new NewestStatements();
    newest.begin('a', 0);
    const many = Array.from({ length: 300 }, (_, term) => BigInt(term));
    newest.came([row(10, 1), row(20, 2, many), row(30, 3)]);
    expect(numbers(newest.find('a', { ...wanted, rows: 1 }))).toEqual([3]);
    expect(newest.find('a', wanted)).toBeNull();
  });

  it('does not tell of what was before a statement that came very late, and goes on to tell of what came since', () => {
    const newest = new NewestStatements();
    newest.begin('a', 0);
    newest.came([row(1000, 1), row(2000, 2), row(9000, 3), row(1500, 4), row(9100, 5)]);
    expect(numbers(newest.find('a', { ...wanted, rows: 3 }))).toEqual([5, 3, 2]);
    expect(newest.find('a', { ...wanted, rows: 4 })).toBeNull();
  });

  it('says of statements in any order what sorting all of them says, or nothing, while the oldest go', () => {
    const random = new SeededRandom(7);
    const newest = new NewestStatements(256, 1024);
    const all = { a: [] as ReturnType<typeof row>[], b: [] as ReturnType<typeof row>[] };
    newest.begin('a', 0);
    newest.begin('b', 0);
    let told = 0;
    for (let n = 1; n <= 3000; n++) {
      const tenant = random.integer(4) === 0 ? 'b' : 'a';
      // some come late, as those of slow requests do
      const late = random.integer(10) === 0 ? random.integer(200) : random.integer(300) === 0 ? 4000 : 0;
      const at = n * 10 - late;
      const terms = Array.from({ length: 1 + random.integer(6) }, () => BigInt(random.integer(9)));
      const one = row(Math.max(1, at), n, terms, tenant);
      all[tenant].push(one);
      newest.came([one]);
      const rows = 1 + random.integer(12);
      const asked = Array.from({ length: random.integer(3) }, () => BigInt(random.integer(9)));
      const since = random.integer(3) === 0 ? n * 10 - random.integer(900) : 0;
      const found = newest.find(tenant, { terms: asked, since, until: 1e9, after: null, rows });
      if (found === null) continue;
      told++;
      const expected = all[tenant]
        .filter(
          ({ stored, terms: own }) => asked.every((term) => own.includes(term)) && Date.parse(stored) > since,
        )
        .map(({ stored, n: number }) => ({ at: Date.parse(stored), n: number }))
        .sort((x, y) => y.at - x.at || y.n - x.n)
        .slice(0, rows);
      expect(found).toEqual(expected);
    }
    expect(told).toBeGreaterThan(1500);
  });
});
