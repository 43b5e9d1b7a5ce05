import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import { refersTo, type LogRow } from './log-row.js';

/**
 * Statements about statements about statements: followed so far. Each link costs the batch two queries of some 3 ms, for
 * which everybody waits who stores, and each statement of a chain gets the terms of all below it: a sender's chain of ten
 * thousand would be half a minute and some 500 million rows.
 */
const DEEPEST = 8;

const idsParams = z.object({ tenant: z.string(), ids: z.array(z.string()) });

/** Most tenants have none, and to know that spares much. */
export const anyReference = defineQuery({
  name: 'any reference of a tenant',
  sql: 'SELECT n FROM statement_references WHERE tenant = {tenant:String} LIMIT 1',
  params: z.object({ tenant: z.string() }),
  row: z.object({ n: z.number() }),
});

/** Qualified, for in the condition `target` would be the text of that name, which no UUID is equal to. */
const referrersOf = defineQuery({
  name: 'referrers of statements',
  sql: `
    SELECT DISTINCT toString(statement_id) AS id, toString(r.target) AS target, toString(r.stored) AS stored, n
    FROM statement_references AS r WHERE tenant = {tenant:String} AND r.target IN {ids:Array(UUID)}`,
  params: idsParams,
  row: z.object({ id: z.string(), target: z.string(), stored: z.string(), n: z.number() }),
});

const termsOf = defineQuery({
  name: 'terms of statements',
  sql: `
    SELECT toString(statement_id) AS id, toString(reference) AS target, arrayMap(term -> toString(term), terms) AS terms
    FROM statement_log
    WHERE tenant = {tenant:String} AND statement_id IN {ids:Array(UUID)} AND (stored, n) IN (
      SELECT stored, n FROM statement_ids WHERE tenant = {tenant:String} AND statement_id IN {ids:Array(UUID)})`,
  params: idsParams,
  row: z.object({ id: z.string(), target: z.string(), terms: z.array(z.string()) }),
});

/** A place of `statement_terms` by the hash of its term. */
export interface InheritedTerm {
  readonly tenant: string;
  readonly term: string;
  readonly stored: string;
  readonly n: number;
}

interface Referrer {
  readonly target: string;
  readonly stored: string;
  readonly n: number;
}

/**
 * A statement about a statement is found by what that one is found by (xAPI 1.0.3, Communication 2.1.3: the filters
 * hold for the target too), over several steps, and whichever of them came first. Reads what this batch has stored:
 * call it afterwards. The terms that referrers get from the statements they are about, directly or not.
 */
export async function inheritTerms(
  clickhouse: Pick<ClickHouse, 'query'>,
  tenant: string,
  stored: readonly Pick<LogRow, 'stored' | 'n' | 'statement_id' | 'reference'>[],
): Promise<InheritedTerm[]> {
  const referrers = new Map<string, Referrer>();
  for (const row of stored)
    if (refersTo(row))
      referrers.set(row.statement_id, { target: row.reference, stored: row.stored, n: row.n });
  // Most tenants have none, and to look first is cheaper than to ask for every id.
  if (referrers.size === 0 && (await clickhouse.query(anyReference, { tenant })).length === 0) return [];
  let reached = stored.map(({ statement_id: id }) => id);
  for (let step = 0; step < DEEPEST && reached.length > 0; step++) {
    const rows = await clickhouse.query(referrersOf, { tenant, ids: reached });
    const found = rows.filter(({ id }) => !referrers.has(id));
    for (const { id, ...referrer } of found) referrers.set(id, referrer);
    reached = found.map(({ id }) => id);
  }
  if (referrers.size === 0) return [];
  const known = new Map<string, { readonly target: string; readonly terms: readonly string[] }>();
  let wanted = [...new Set([...referrers.values()].map(({ target }) => target))];
  for (let step = 0; step < DEEPEST && wanted.length > 0; step++) {
    const rows = await clickhouse.query(termsOf, { tenant, ids: wanted });
    for (const { id, ...row } of rows) known.set(id, row);
    wanted = [...new Set(rows.map(({ target }) => target))].filter((id) => !known.has(id));
  }
  return [...referrers.values()].flatMap(({ target, ...place }) =>
    [...termsAlong(target, known)].map((term) => ({ tenant, term, stored: place.stored, n: place.n })),
  );
}

function termsAlong(
  first: string,
  known: ReadonlyMap<string, { readonly target: string; readonly terms: readonly string[] }>,
): ReadonlySet<string> {
  const terms = new Set<string>();
  let at = known.get(first);
  for (let step = 0; step < DEEPEST && at !== undefined; step++) {
    for (const term of at.terms) terms.add(term);
    at = known.get(at.target);
  }
  return terms;
}
