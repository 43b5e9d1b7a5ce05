import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';

const params = z.object({ tenant: z.string(), run: z.string(), learners: z.array(z.string()) });
const row = z.object({ newest: z.number() });
/** Empty = everybody. */
const ofLearners = `tenant = {tenant:String} AND run = {run:String}
    AND (empty({learners:Array(String)}) OR learner_pid IN {learners:Array(String)})`;

const newestScore = defineQuery({
  name: 'newest score of learners',
  // what is newer than now speaks of this day or a later one: months before it are not read
  sql: `
    SELECT toFloat64(toUnixTimestamp64Milli(max(scored_at))) AS newest FROM scorings
    WHERE ${ofLearners} AND asof >= {asof:Date32}`,
  params: params.extend({ asof: z.string() }),
  row,
});

const newestMastery = defineQuery({
  name: 'newest mastery of learners',
  sql: `SELECT toFloat64(toUnixTimestamp64Milli(max(estimated_at))) AS newest FROM mastery WHERE ${ofLearners}`,
  params,
  row,
});

type Engine = Pick<ClickHouse, 'query'>;
type Asked = z.infer<typeof params>;

/**
 * When scores of now are said to be of: now, or just after the last that these learners have. The newest is the current
 * one, and another process's clock may be ahead of ours, or ours may have been an hour ago.
 */
export async function scoredAt(
  clickhouse: Engine,
  now: Date,
  asked: Asked & { readonly asof: string },
): Promise<Date> {
  return after(now, await clickhouse.query(newestScore, asked));
}

/** The same of what is believed about skills. */
export async function estimatedAt(clickhouse: Engine, now: Date, asked: Asked): Promise<Date> {
  return after(now, await clickhouse.query(newestMastery, asked));
}

const after = (now: Date, [last]: readonly { readonly newest: number }[]): Date =>
  new Date(Math.max(now.getTime(), (last?.newest ?? 0) + 1));
