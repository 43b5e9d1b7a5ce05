import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import type { IdFilter } from './id-filter.js';

const everyId = defineQuery({
  name: 'every statement id',
  sql: 'SELECT tenant, toString(statement_id) AS id FROM statement_ids',
  params: z.object({}),
  row: z.object({ tenant: z.string(), id: z.string() }),
});

/** Tells the filter of every id that the store holds. What arrives meanwhile is added by the intake. */
export async function fillIdFilter(clickhouse: Pick<ClickHouse, 'stream'>, filter: IdFilter): Promise<void> {
  for await (const rows of clickhouse.stream(everyId, {}))
    for (const { tenant, id } of rows) filter.add(tenant, id);
  filter.complete();
}
