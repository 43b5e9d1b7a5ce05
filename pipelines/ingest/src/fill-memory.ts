import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import type { NewestStatements } from './newest-statements.js';
import { millisecondsOf, type RecentStatements } from './recent-statements.js';

/** Statements of a tenant at most; reading ends before, where the memory for them is full. */
const MOST = 500_000;

const newestOfLog = defineQuery({
  name: 'newest statements of the log',
  sql: `
    SELECT toString(statement_id) AS id, toString(log.stored) AS stored, n, statement FROM statement_log AS log
    WHERE tenant = {tenant:String} ORDER BY tenant DESC, log.stored DESC, n DESC LIMIT ${String(MOST)}`,
  params: z.object({ tenant: z.string() }),
  row: z.object({ id: z.string(), stored: z.string(), n: z.number(), statement: z.string() }),
});

const instantBeforeNewest = defineQuery({
  name: 'instant before the newest statements',
  sql: `
    SELECT toString(log.stored) AS stored FROM statement_log AS log
    WHERE tenant = {tenant:String} ORDER BY tenant DESC, log.stored DESC, n DESC LIMIT 1 OFFSET {most:UInt32}`,
  params: z.object({ tenant: z.string(), most: z.number().int() }),
  row: z.object({ stored: z.string() }),
});

const placesAfter = defineQuery({
  name: 'places of the newest statements',
  sql: `
    SELECT concat(replaceOne(toString(log.stored), ' ', 'T'), 'Z') AS stored, n, arrayMap(term -> toString(term), terms) AS terms,
      toString(authority) AS authority
    FROM statement_log AS log
    WHERE tenant = {tenant:String} AND log.stored > {after:DateTime64(3, 'UTC')}
    ORDER BY tenant, log.stored, n`,
  params: z.object({ tenant: z.string(), after: z.string() }),
  row: z.object({ stored: z.string(), n: z.number(), terms: z.array(z.string()), authority: z.string() }),
});

/**
 * To be called when the store has all that was acknowledged, and before more is taken in: who asks then finds those that
 * were stored last where they find what comes next. The tenants share the room, and what one does not need is the next
 * one's. Half a second for all there is room for.
 */
export async function beginNewestStatements(
  clickhouse: Pick<ClickHouse, 'query' | 'stream'>,
  newest: Pick<NewestStatements, 'room' | 'begin' | 'came' | 'knowsAll'>,
  tenants: readonly string[],
): Promise<void> {
  let { room } = newest;
  for (const [index, tenant] of tenants.entries()) {
    const most = Math.floor(room / (tenants.length - index));
    const [before] = await clickhouse.query(instantBeforeNewest, { tenant, most });
    newest.begin(tenant, before === undefined ? 0 : millisecondsOf(before.stored));
    const after = before?.stored ?? '1970-01-01 00:00:00.000';
    for await (const rows of clickhouse.stream(placesAfter, { tenant, after })) {
      newest.came(
        rows.map(({ terms, authority, ...place }) => ({
          tenant,
          ...place,
          terms: terms.map(BigInt),
          authority: BigInt(authority),
        })),
      );
      room -= rows.length;
    }
  }
  newest.knowsAll();
}

/** What was stored last before this process began, until the memory for it is full. */
export async function fillRecentStatements(
  clickhouse: Pick<ClickHouse, 'stream'>,
  recent: Pick<RecentStatements, 'storedBefore'>,
  tenants: readonly string[],
): Promise<void> {
  for (const tenant of tenants)
    for await (const rows of clickhouse.stream(newestOfLog, { tenant }))
      if (rows.some((row) => !recent.storedBefore(tenant, row))) return;
}
