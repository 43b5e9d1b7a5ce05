import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
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

interface Asked {
  readonly ids: readonly string[];
  readonly resolve: (known: ReadonlyMap<string, StoredContent>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Which statement ids the store has already, and with what content. Requests that ask at the same moment share one
 * query: while one runs, the next ones gather.
 */
export class KnownStatements {
  readonly #waiting = new Map<string, Asked[]>();
  readonly #running = new Set<string>();

  constructor(private readonly clickhouse: Pick<ClickHouse, 'query'>) {}

  find(tenant: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredContent>> {
    if (ids.length === 0) return Promise.resolve(new Map());
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(tenant) ?? [];
      this.#waiting.set(tenant, waiting);
      waiting.push({ ids, resolve, reject });
      if (!this.#running.has(tenant)) {
        this.#running.add(tenant);
        setImmediate(() => void this.#run(tenant));
      }
    });
  }

  async #run(tenant: string): Promise<void> {
    for (;;) {
      const asked = this.#waiting.get(tenant) ?? [];
      if (asked.length === 0) break;
      this.#waiting.delete(tenant);
      try {
        const rows = await this.clickhouse.query(contentOfIds, {
          tenant,
          ids: asked.flatMap(({ ids }) => ids),
        });
        const known = new Map(rows.map(({ id, contentHash, stored }) => [id, { contentHash, stored }]));
        for (const { resolve } of asked) resolve(known);
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    this.#running.delete(tenant);
  }
}
