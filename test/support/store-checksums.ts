import * as z from 'zod';
import { defineQuery, WholeNumber, type ClickHouse } from '#libs/clickhouse';
import { postgresTables, type Postgres } from '#libs/postgres';

/** Of each table what does not depend on when and in which parts it came to be. */
const events = {
  statements: `SELECT * EXCEPT (inserted_at) FROM statements FINAL`,
  statement_log: `SELECT * FROM statement_log FINAL`,
  statement_ids: `SELECT * FROM statement_ids FINAL`,
  statement_terms: `SELECT * FROM statement_terms FINAL`,
  statement_references: `SELECT * FROM statement_references FINAL`,
  learner_days: `SELECT * EXCEPT (counted_at) FROM learner_days FINAL`,
  scorings: `SELECT * FROM scorings`,
  mastery: `SELECT * FROM mastery FINAL`,
  dead_letters: `SELECT * FROM dead_letters FINAL`,
} as const;

/** Rows and a sum of every table, by store and name; but for what a backup leaves out. */
export async function storeChecksums(
  clickhouse: Pick<ClickHouse, 'query'>,
  postgres: Pick<Postgres, 'query'>,
): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const [name, rows] of Object.entries(events)) {
    const sql = `SELECT count() AS rows, toString(sum(cityHash64(formatRow('JSONEachRow', *)))) AS sum FROM (${rows})`;
    const row = z.object({ rows: WholeNumber, sum: z.string() });
    const [found] = await clickhouse.query(defineQuery({ name, sql, params: z.object({}), row }), {});
    sums[`clickhouse ${name}`] = `${String(found?.rows)} ${String(found?.sum)}`;
  }
  for (const table of postgresTables.filter((name) => !['sessions', 'pipeline_watermarks'].includes(name))) {
    const [found] = await postgres.query<{ sum: string }>(
      `SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS sum FROM ${table} t`,
    );
    sums[`postgresql ${table}`] = String(found?.sum);
  }
  return sums;
}
