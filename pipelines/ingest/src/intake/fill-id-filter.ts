import * as z from 'zod';
import { defineQuery, WholeNumber, type ClickHouse } from '#libs/clickhouse';
import type { IdFilter } from './id-filter.js';

/** Ids of one answer, 2 MB: they are added in some 10 ms, and requests have their turn before the next. */
const PAGE = 65_536;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

const tenantsOfIds = defineQuery({
  name: 'tenants with statements',
  sql: 'SELECT DISTINCT tenant FROM statement_ids',
  params: z.object({}),
  row: z.object({ tenant: z.string() }),
});

/**
 * As one text in base 16: as rows, ten million ids took our own thread half a minute, and whoever asked for something
 * meanwhile waited for half a second. The first page begins with the smallest UUID, which it holds too.
 */
const idsAfter = defineQuery({
  name: 'statement ids, a page',
  sql: `
    SELECT arrayStringConcat(groupArray(hex(UUIDToNum(statement_id)))) AS ids,
      toString(max(statement_id)) AS last, count() AS found
    FROM (
      SELECT statement_id FROM statement_ids
      WHERE tenant = {tenant:String} AND statement_id >= {after:UUID}
      ORDER BY tenant, statement_id LIMIT ${String(PAGE)})`,
  params: z.object({ tenant: z.string(), after: z.string() }),
  row: z.object({ ids: z.string(), last: z.string(), found: WholeNumber }),
});

/** Tells the filter of every id that the store holds. What arrives meanwhile is added by the intake. */
export async function fillIdFilter(clickhouse: Pick<ClickHouse, 'query'>, filter: IdFilter): Promise<void> {
  for (const { tenant } of await clickhouse.query(tenantsOfIds, {}))
    for (let after = BEFORE_ALL; ;) {
      const [page] = await clickhouse.query(idsAfter, { tenant, after });
      if (page === undefined) break;
      filter.addPacked(tenant, Buffer.from(page.ids, 'hex'));
      if (page.found < PAGE) break;
      after = page.last;
    }
  filter.complete();
}
