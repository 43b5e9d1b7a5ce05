import * as z from 'zod';
import { defineQuery, openClickHouse, WholeNumber } from '#libs/clickhouse';
import type { ClickHouseLocation } from '#libs/config';

export interface Stored {
  /** Statements, by their ids. */
  readonly stored: number;
  /** Acknowledged and not in one of the tables of statements. */
  readonly missing: readonly string[];
  /** Ids that have more than one row in `statements`, or more than one place in `statement_log`. */
  readonly doubled: readonly string[];
  readonly deadLetters: number;
  readonly learnerDays: number;
  /** Learner-days whose rollup is missing, or is not what a recount of the statements gives. */
  readonly wrongLearnerDays: number;
}

const storedIds = defineQuery({
  name: 'stored ids',
  sql: 'SELECT toString(statement_id) AS id, count() AS copies FROM statements FINAL GROUP BY statement_id',
  params: z.object({}),
  row: z.object({ id: z.string(), copies: WholeNumber }),
});
const loggedIds = defineQuery({
  name: 'logged ids',
  sql: 'SELECT toString(statement_id) AS id, count() AS copies FROM statement_log FINAL GROUP BY statement_id',
  params: z.object({}),
  row: z.object({ id: z.string(), copies: WholeNumber }),
});
const letters = defineQuery({
  name: 'dead letters',
  sql: 'SELECT count() AS letters FROM dead_letters',
  params: z.object({}),
  row: z.object({ letters: WholeNumber }),
});
/** Written by other means than the rollup itself. */
const recount = defineQuery({
  name: 'rollups beside a recount',
  sql: `
    SELECT count() AS days, countIf(
      c.events != d.events OR c.clicks != d.clicks OR c.answers != d.answers OR c.correct != d.correct
      OR c.activities != length(d.activities)) AS wrong
    FROM (
      SELECT tenant, run, learner_pid, day, uniqExact(statement_id) AS events, sum(count) AS clicks,
        countIf(kind = 'answered') AS answers, countIf(kind = 'answered' AND success) AS correct,
        uniqExactIf(activity, activity != '') AS activities
      FROM statements AS s FINAL LEFT ANTI JOIN (SELECT tenant, target FROM statement_references WHERE voids) AS v
        ON v.tenant = s.tenant AND v.target = s.statement_id
      WHERE kind != 'voided' GROUP BY tenant, run, learner_pid, day
    ) AS c
    FULL OUTER JOIN (SELECT * FROM learner_days FINAL) AS d USING (tenant, run, learner_pid, day)`,
  params: z.object({}),
  row: z.object({ days: WholeNumber, wrong: WholeNumber }),
});

/** What lies in the analytics store beside what was acknowledged. An embedded one must have no other process. */
export async function compareStores(
  location: ClickHouseLocation,
  acknowledged: ReadonlySet<string>,
): Promise<Stored> {
  const clickhouse = await openClickHouse(location);
  try {
    const rows = await clickhouse.query(storedIds, {});
    const logged = await clickhouse.query(loggedIds, {});
    const inLog = new Set(logged.map(({ id }) => id));
    const inBoth = new Set(rows.flatMap(({ id }) => (inLog.has(id) ? id : [])));
    const [counts] = await clickhouse.query(recount, {});
    const [dead] = await clickhouse.query(letters, {});
    return {
      stored: inBoth.size,
      missing: [...acknowledged].filter((id) => !inBoth.has(id)),
      doubled: [...rows, ...logged].flatMap(({ id, copies }) => (copies > 1 ? id : [])),
      deadLetters: dead?.letters ?? NaN,
      learnerDays: counts?.days ?? NaN,
      wrongLearnerDays: counts?.wrong ?? NaN,
    };
  } finally {
    await clickhouse.close();
  }
}
