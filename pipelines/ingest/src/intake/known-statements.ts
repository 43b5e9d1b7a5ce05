import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import { Gathered } from '#libs/concurrency';
import type { StoredContent } from '#libs/xapi';

const contentOfIds = defineQuery({
  name: 'content of statement ids',
  sql: `
    SELECT toString(statement_id) AS id, argMin(content_hash, statement_ids.stored) AS contentHash,
      toString(min(statement_ids.stored)) AS stored
    FROM statement_ids
    WHERE tenant = {tenant:String} AND statement_id IN {ids:Array(UUID)}
    GROUP BY statement_id`,
  params: z.object({ tenant: z.string(), ids: z.array(z.string()) }),
  row: z.object({ id: z.string(), contentHash: z.string(), stored: z.string() }),
});

/** Which statement ids the store has already, and with what content. */
export class KnownStatements {
  readonly #gathered: Gathered<readonly string[], ReadonlyMap<string, StoredContent>>;

  constructor(clickhouse: Pick<ClickHouse, 'query'>) {
    this.#gathered = new Gathered<readonly string[], ReadonlyMap<string, StoredContent>>(
      async (tenant, asked) => {
        const rows = await clickhouse.query(contentOfIds, { tenant, ids: asked.flat() });
        const known = new Map(rows.map(({ id, contentHash, stored }) => [id, { contentHash, stored }]));
        return () => known;
      },
    );
  }

  /** @returns those that it has, and maybe others that were asked for at the same moment */
  find(tenant: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredContent>> {
    return ids.length === 0 ? Promise.resolve(new Map()) : this.#gathered.ask(tenant, ids);
  }
}
