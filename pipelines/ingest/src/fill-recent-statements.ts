import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import type { RecentStatements } from './recent-statements.js';

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
