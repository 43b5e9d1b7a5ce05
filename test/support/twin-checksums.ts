import * as z from 'zod';
import { defineQuery, WholeNumber, type ClickHouse } from '#libs/clickhouse';

/** Of each table what does not depend on when and in which batches it came to be. The hash of a row with a NULL is NULL. */
const checksums = {
  statements: `
    SELECT count() AS rows, toString(sum(cityHash64(tenant, run, learner_pid, day, statement_id, timestamp, stored, kind,
      action, verb, activity, ifNull(toString(score), ''), response))) AS sum FROM statements FINAL`,
  log: `SELECT count() AS rows, toString(sum(cityHash64(stored, statement_id, content_hash, statement))) AS sum FROM statement_log FINAL`,
  ids: `SELECT count() AS rows, toString(sum(cityHash64(statement_id, stored, content_hash))) AS sum FROM statement_ids FINAL`,
  days: `
    SELECT count() AS rows, toString(sum(cityHash64(run, learner_pid, day, events, clicks, activities, sessions, seconds,
      answers, correct, submissions, score_micros, video_seconds, attended, skill_passed))) AS sum FROM learner_days FINAL`,
  scores: `
    SELECT count() AS rows, toString(sum(cityHash64(*))) AS sum FROM (
      SELECT run, learner_pid, argMax((asof, abstained, toString(probability), toString(lower), toString(upper),
        model, features, reasons), scored_at) FROM scorings GROUP BY run, learner_pid)`,
  letters: `SELECT count() AS rows, '' AS sum FROM dead_letters FINAL`,
} as const;

/** Two stores that have the same in a table have the same entry. */
export type Checksums = Readonly<Record<keyof typeof checksums, unknown>>;

export async function checksumsOf(clickhouse: Pick<ClickHouse, 'query'>): Promise<Checksums> {
  const entries = Object.entries(checksums).map(async ([name, sql]) => {
    const row = z.object({ rows: WholeNumber, sum: z.string() });
    return [name, (await clickhouse.query(defineQuery({ name, sql, params: z.object({}), row }), {}))[0]];
  });
  return Object.fromEntries(await Promise.all(entries)) as Checksums;
}
