import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';

const row = z.object({ newest: z.number() });
const newestScores = defineQuery({
  name: 'newest score of learners',
  // what is newer than now speaks of this day or a later one: months before it are not read
  sql: `
    SELECT run, toFloat64(toUnixTimestamp64Milli(max(scored_at))) AS newest FROM scorings
    WHERE tenant = {tenant:String} AND run IN {runs:Array(String)}
      AND (empty({learners:Array(String)}) OR learner_pid IN {learners:Array(String)}) AND asof >= {asof:Date32}
    GROUP BY run`,
  params: z.object({
    tenant: z.string(),
    /** IRIs. */
    runs: z.array(z.string()),
    /** Empty = everybody. */
    learners: z.array(z.string()),
    asof: z.string(),
  }),
  row: row.extend({ run: z.string() }),
});

const newestMastery = defineQuery({
  name: 'newest mastery of learners',
  sql: `SELECT toFloat64(toUnixTimestamp64Milli(max(estimated_at))) AS newest FROM mastery
    WHERE tenant = {tenant:String} AND run = {run:String}
      AND (empty({learners:Array(String)}) OR learner_pid IN {learners:Array(String)})`,
  params: z.object({
    tenant: z.string(),
    run: z.string(),
    /** Empty = everybody. */
    learners: z.array(z.string()),
  }),
  row,
});

type Engine = Pick<ClickHouse, 'query'>;
type Asked = z.infer<(typeof newestMastery)['params']>;

/**
 * When scores of now are said to be of, by run: now, or just after the last that these learners have. The newest is the
 * current one, and another process's clock may be ahead of ours, or ours may have been an hour ago.
 */
export async function scoredAt(
  clickhouse: Engine,
  now: Date,
  asked: z.infer<(typeof newestScores)['params']>,
): Promise<(run: string) => Date> {
  const found = await clickhouse.query(newestScores, asked);
  return (run) =>
    after(
      now,
      found.filter((one) => one.run === run),
    );
}

/** The same of what is believed about skills. */
export async function estimatedAt(clickhouse: Engine, now: Date, asked: Asked): Promise<Date> {
  return after(now, await clickhouse.query(newestMastery, asked));
}

const after = (now: Date, [last]: readonly { readonly newest: number }[]): Date =>
  new Date(Math.max(now.getTime(), (last?.newest ?? 0) + 1));
