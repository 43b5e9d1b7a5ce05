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

const newestInstant = defineQuery({
  name: 'instant of the newest statement',
  sql: `
    SELECT toString(log.stored) AS stored FROM statement_log AS log
    WHERE tenant = {tenant:String} ORDER BY tenant DESC, log.stored DESC, n DESC LIMIT 1`,
  params: z.object({ tenant: z.string() }),
  row: z.object({ stored: z.string() }),
});

/** To be called when the store has all that was acknowledged, and before more is taken in. */
export async function beginNewestStatements(
  clickhouse: Pick<ClickHouse, 'query'>,
  newest: Pick<NewestStatements, 'begin'>,
  tenants: readonly string[],
): Promise<void> {
  for (const tenant of tenants) {
    const [last] = await clickhouse.query(newestInstant, { tenant });
    newest.begin(tenant, last === undefined ? 0 : millisecondsOf(last.stored));
  }
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
