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
const listed = row.extend({ bytes: z.number() });
/** A statement of a list; of a large one the text is still to be asked for. */
export type ListedRow = z.infer<typeof listed>;

/** Of a list, what was read in one go. */
export interface Stretch {
  readonly rows: readonly ListedRow[];
  /** Where to go on; null where there is no more. */
  readonly last: Position | null;
}

/**
 * Bytes of a statement above which a list leaves out its text: of the 501 rows that are asked for at most none is known
 * before, and any may have 1 MB.
 */
export const LARGE = 32 * 1024;

type Order = 'ASC' | 'DESC';
/** Qualified, for the text named `stored` would stand for the instant in every condition. */
const PLACE = 'toString(statement_id) AS id, toString(log.stored) AS stored, n';
const COLUMNS = `${PLACE}, statement`;
const LISTED = `${PLACE}, toUInt32(length(log.statement)) AS bytes, if(bytes > ${String(LARGE)}, '', log.statement) AS statement`;

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

const firstPage = z.object({
  tenant: z.string(),
  since: z.string(),
  until: z.string(),
  rows: z.number().int(),
});
/** Where to go on. */
const after = { afterStored: z.string(), afterN: z.number() };
/** `afterN` is -1 where the list begins. */
const rangeParams = firstPage.extend(after);

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

/** Not a row of text in it but what the sort key gives: every clause more costs a read of some 3 ms another tenth. */
const positionsSql = (order: Order, beyond: string): string => `
    SELECT toString(places.stored) AS stored, n FROM statement_terms AS places
    WHERE tenant = {tenant:String} AND term = {term:UInt64}
      AND places.stored > {since:DateTime64(3, 'UTC')} AND places.stored <= {until:DateTime64(3, 'UTC')}${beyond}
    ORDER BY tenant ${order}, term ${order}, places.stored ${order}, n ${order} LIMIT {rows:UInt32}`;

/** Beyond where the page before ended. The bound on `stored` alone is what the sort key is narrowed by. */
const beyondPage = (beyond: '<' | '>'): string => `
      AND places.stored ${beyond}= {afterStored:DateTime64(3, 'UTC')}
      AND (places.stored, n) ${beyond} ({afterStored:DateTime64(3, 'UTC')}, {afterN:Int64})`;

const termPage = firstPage.extend({ term: z.bigint() });

const positions = (name: string, order: Order) =>
  defineQuery({ name, sql: positionsSql(order, ''), params: termPage, row: place });

const nextPositions = (name: string, order: Order) =>
  defineQuery({
    name,
    sql: positionsSql(order, beyondPage(order === 'ASC' ? '>' : '<')),
    params: termPage.extend(after),
    row: place,
  });

/** Some may come twice, until the engine has merged them. */
export const positionsOfTerm = {
  newestFirst: positions('positions of a term, newest first', 'DESC'),
  oldestFirst: positions('positions of a term, oldest first', 'ASC'),
};
export const nextPositionsOfTerm = {
  newestFirst: nextPositions('next positions of a term, newest first', 'DESC'),
  oldestFirst: nextPositions('next positions of a term, oldest first', 'ASC'),
};

/** Rows of all terms together; above it the query is refused, and each term is read by itself, from its end. */
const MOST_ROWS_TOGETHER = 100_000;

/** `since` and `until` are of the term at the same place, milliseconds since 1970 UTC. */
const positionsTogetherSql = (order: Order): string => `
    SELECT toString(places.term) AS term, toString(places.stored) AS stored, n FROM statement_terms AS places
    WHERE tenant = {tenant:String} AND places.term IN {terms:Array(UInt64)}
      AND toUnixTimestamp64Milli(places.stored) > transform(places.term, {terms:Array(UInt64)}, {since:Array(Int64)}, toInt64(0))
      AND toUnixTimestamp64Milli(places.stored) <= transform(places.term, {terms:Array(UInt64)}, {until:Array(Int64)}, toInt64(0))
    ORDER BY places.stored ${order}, n ${order} LIMIT {rows:UInt32} BY places.term
    SETTINGS max_rows_to_read = ${MOST_ROWS_TOGETHER}`;

const positionsTogether = (name: string, order: Order) =>
  defineQuery({
    name,
    sql: positionsTogetherSql(order),
    params: z.object({
      tenant: z.string(),
      terms: z.array(z.bigint()),
      since: z.array(z.number()),
      until: z.array(z.number()),
      rows: z.number().int(),
    }),
    row: place.extend({ term: z.string() }),
  });
/** All the rows of the terms are read: for rare ones. */
export const positionsOfTerms = {
  newestFirst: positionsTogether('positions of terms, newest first', 'DESC'),
  oldestFirst: positionsTogether('positions of terms, oldest first', 'ASC'),
};

/** The places of which the two lists are the two halves. */
const PLACES = `(SELECT place.1, place.2 FROM (
          SELECT arrayJoin(arrayZip({instants:Array(DateTime64(3, 'UTC'))}, {numbers:Array(UInt32)})) AS place))`;

const Positions = z.object({
  tenant: z.string(),
  instants: z.array(z.string()),
  numbers: z.array(z.number()),
});

/** The statements at positions, without what is voided. */
export const statementsAt = byVoiding((voiding) =>
  defineQuery({
    name: `statements at positions, ${voiding} voided`,
    sql: `
    SELECT ${LISTED} FROM statement_log AS log
    WHERE tenant = {tenant:String} AND (log.stored, n) IN ${PLACES}${notVoided(voiding)}
    LIMIT 1 BY statement_id`,
    params: Positions,
    row: listed,
  }),
);

/** What lists leave out. */
export const largeStatementsAt = defineQuery({
  name: 'large statements at positions',
  sql: `
    SELECT ${COLUMNS} FROM statement_log AS log
    WHERE tenant = {tenant:String} AND (log.stored, n) IN ${PLACES} AND length(log.statement) > ${String(LARGE)}
    LIMIT 1 BY statement_id`,
  params: Positions,
  row,
});

/** Those of the positions that have every one of the terms. */
export const positionsWithTerms = defineQuery({
  name: 'positions with terms',
  sql: `
    SELECT toString(places.stored) AS stored, n FROM statement_terms AS places
    WHERE tenant = {tenant:String} AND term IN {terms:Array(UInt64)} AND (places.stored, n) IN ${PLACES}
    GROUP BY places.stored, n HAVING uniqExact(term) = length({terms:Array(UInt64)})`,
  params: Positions.extend({ terms: z.array(z.bigint()) }),
  row: place,
});

const rangeSql = (order: Order, voiding: 'some' | 'none'): string => `
    SELECT ${PLACE}, bytes, body AS statement FROM (
      SELECT stored, n, statement_id, toUInt32(length(statement)) AS bytes, if(bytes > ${String(LARGE)}, '', statement) AS body
      FROM statement_log WHERE tenant = {tenant:String} AND ${within(order)}${notVoided(voiding)}
      ORDER BY tenant ${order}, stored ${order}, n ${order} LIMIT {rows:UInt32}) AS log`;

const range = (name: string, order: Order) =>
  byVoiding((voiding) =>
    defineQuery({
      name: `${name}, ${voiding} voided`,
      sql: rangeSql(order, voiding),
      params: rangeParams,
      row: listed,
    }),
  );
export const statementsInOrder = {
  newestFirst: range('statements, newest first', 'DESC'),
  oldestFirst: range('statements, oldest first', 'ASC'),
};

function notVoided(voiding: 'some' | 'none'): string {
  return voiding === 'some' ? ` AND statement_id NOT IN ${VOIDED}` : '';
}
