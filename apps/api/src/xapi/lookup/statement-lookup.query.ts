import * as z from 'zod';
import { defineQuery } from '#libs/clickhouse';

/** Where a statement stands: in the order of storing, and for ever. */
export interface Position {
  /** ISO 8601 UTC. */
  readonly stored: string;
  readonly n: number;
}

const place = z.object({ stored: z.string(), n: z.number() });
const row = place.extend({ id: z.string(), statement: z.string() });
export type StoredRow = z.infer<typeof row>;

type Order = 'ASC' | 'DESC';
/** Qualified, for the text named `stored` would stand for the instant in every condition. */
const COLUMNS = 'toString(statement_id) AS id, toString(log.stored) AS stored, n, statement';

/**
 * Statements that others have voided (xAPI 1.0.3, Data 2.3.2). A voiding statement cannot be voided: one that tries is
 * kept like any other and has no effect, whichever came first.
 */
const VOIDED = `(SELECT target FROM statement_references WHERE tenant = {tenant:String} AND voids
        AND target NOT IN (SELECT statement_id FROM statement_references WHERE tenant = {tenant:String} AND voids))`;

/** Most tenants have voided nothing, and to know that spares a third of the time of every read. */
export const anyVoiding = defineQuery({
  name: 'any voiding statement of a tenant',
  sql: 'SELECT n FROM statement_references WHERE tenant = {tenant:String} AND voids LIMIT 1',
  params: z.object({ tenant: z.string() }),
  row: z.object({ n: z.number() }),
});

/** A query for tenants who have voided statements, and one for the others. */
interface ByVoiding<Q> {
  readonly whereSome: Q;
  readonly whereNone: Q;
}

const byVoiding = <Q>(make: (voiding: 'some' | 'none') => Q): ByVoiding<Q> => ({
  whereSome: make('some'),
  whereNone: make('none'),
});

export const statementsById = byVoiding((voiding) =>
  defineQuery({
    name: `statements by id, ${voiding} voided`,
    sql: `
    SELECT ${COLUMNS},
      ${voiding === 'some' ? `statement_id IN ${VOIDED}` : '0'} AS voided
    FROM statement_log AS log
    WHERE tenant = {tenant:String} AND statement_id IN {ids:Array(UUID)} AND (log.stored, n) IN (
      SELECT statement_ids.stored, n FROM statement_ids
      WHERE tenant = {tenant:String} AND statement_id IN {ids:Array(UUID)})
    ORDER BY log.stored LIMIT 1 BY statement_id`,
    params: z.object({ tenant: z.string(), ids: z.array(z.string()) }),
    row: row.extend({ voided: z.number() }),
  }),
);

const rangeParams = z.object({
  tenant: z.string(),
  since: z.string(),
  until: z.string(),
  /** Where to go on: `afterN` is -1 where the list begins. */
  afterStored: z.string(),
  afterN: z.number(),
  rows: z.number().int(),
});

/**
 * Strictly between the two instants as the filters say, and beyond where the page before ended. The bounds on `stored`
 * alone are what the sort key is narrowed by.
 */
function within(order: Order): string {
  const beyond = order === 'ASC' ? '>' : '<';
  return `stored > {since:DateTime64(3, 'UTC')} AND stored <= {until:DateTime64(3, 'UTC')}
      AND ({afterN:Int64} < 0 OR (stored ${beyond}= {afterStored:DateTime64(3, 'UTC')}
        AND (stored, n) ${beyond} ({afterStored:DateTime64(3, 'UTC')}, {afterN:Int64})))`;
}

/** A place may come twice, see `StatementLookup`: left out here it would make a full page look like the last. */
const positionsSql = (order: Order): string => `
    SELECT toString(places.stored) AS stored, n FROM (
      SELECT stored, n FROM statement_terms
      WHERE tenant = {tenant:String} AND term = {term:UInt64} AND ${within(order)}
      ORDER BY tenant ${order}, term ${order}, stored ${order}, n ${order} LIMIT {rows:UInt32}) AS places`;

const positions = (name: string, order: Order) =>
  defineQuery({
    name,
    sql: positionsSql(order),
    params: rangeParams.extend({ term: z.bigint() }),
    row: place,
  });
export const positionsOfTerm = {
  newestFirst: positions('positions of a term, newest first', 'DESC'),
  oldestFirst: positions('positions of a term, oldest first', 'ASC'),
};

/** The places of which the two lists are the two halves. */
const PLACES = `(SELECT place.1, place.2 FROM (
          SELECT arrayJoin(arrayZip({instants:Array(DateTime64(3, 'UTC'))}, {numbers:Array(UInt32)})) AS place))`;

/** The statements at positions, without what is voided. */
export const statementsAt = byVoiding((voiding) =>
  defineQuery({
    name: `statements at positions, ${voiding} voided`,
    sql: `
    SELECT ${COLUMNS} FROM statement_log AS log
    WHERE tenant = {tenant:String} AND (log.stored, n) IN ${PLACES}${notVoided(voiding)}
    LIMIT 1 BY statement_id`,
    params: z.object({ tenant: z.string(), instants: z.array(z.string()), numbers: z.array(z.number()) }),
    row,
  }),
);

/** Those of the positions that have every one of the terms. */
export const positionsWithTerms = defineQuery({
  name: 'positions with terms',
  sql: `
    SELECT toString(places.stored) AS stored, n FROM statement_terms AS places
    WHERE tenant = {tenant:String} AND term IN {terms:Array(UInt64)} AND (places.stored, n) IN ${PLACES}
    GROUP BY places.stored, n HAVING uniqExact(term) = length({terms:Array(UInt64)})`,
  params: z.object({
    tenant: z.string(),
    instants: z.array(z.string()),
    numbers: z.array(z.number()),
    terms: z.array(z.bigint()),
  }),
  row: place,
});

const rangeSql = (order: Order, voiding: 'some' | 'none'): string => `
    SELECT ${COLUMNS} FROM (
      SELECT * FROM statement_log WHERE tenant = {tenant:String} AND ${within(order)}${notVoided(voiding)}
      ORDER BY tenant ${order}, stored ${order}, n ${order} LIMIT {rows:UInt32}) AS log`;

const range = (name: string, order: Order) =>
  byVoiding((voiding) =>
    defineQuery({
      name: `${name}, ${voiding} voided`,
      sql: rangeSql(order, voiding),
      params: rangeParams,
      row,
    }),
  );
export const statementsInOrder = {
  newestFirst: range('statements, newest first', 'DESC'),
  oldestFirst: range('statements, oldest first', 'ASC'),
};

function notVoided(voiding: 'some' | 'none'): string {
  return voiding === 'some' ? ` AND statement_id NOT IN ${VOIDED}` : '';
}
