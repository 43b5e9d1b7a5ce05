import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import { Reason } from '#libs/contracts';
import type { CurrentScores, LearnerSignals } from '#pipelines/nudging';

const params = z.object({ tenant: z.string(), run: z.string(), learner: z.string() });
const own = 'tenant = {tenant:String} AND run = {run:String} AND learner_pid = {learner:String}';

const currentScore = defineQuery({
  name: 'current score of a learner',
  sql: `
    SELECT scored_at AS scoredAt, probability, lower, upper, model, reasons,
      (SELECT quantileExact(0.5)(newest) FROM (
        SELECT argMax(probability, scored_at) AS newest FROM scores
        WHERE tenant = {tenant:String} AND run = {run:String} AND horizon = {horizon:String} GROUP BY learner_pid
      ) WHERE isNotNull(newest)) AS usual
    FROM scores WHERE ${own} AND horizon = {horizon:String}
    ORDER BY scores.scored_at DESC LIMIT 1`,
  params: params.extend({ horizon: z.string() }),
  row: z.object({
    scoredAt: z.string(),
    probability: z.number().nullable(),
    lower: z.number().nullable(),
    upper: z.number().nullable(),
    model: z.string(),
    reasons: z.string(),
    usual: z.number().nullable(),
  }),
});

const lastActive = defineQuery({
  name: 'last active day of a learner',
  sql: `SELECT toString(max(day)) AS day FROM learner_days FINAL WHERE ${own} AND events > 0 HAVING count() > 0`,
  params,
  row: z.object({ day: z.string() }),
});

const weakSkills = defineQuery({
  name: 'skills that a learner has not mastered',
  sql: `
    SELECT skill, mastery, lower, upper FROM mastery FINAL
    WHERE ${own} AND enough AND mastery < 0.95 ORDER BY mastery LIMIT 5`,
  params,
  row: z.object({ skill: z.string(), mastery: z.number(), lower: z.number(), upper: z.number() }),
});

/** What nudging asks of the analytics store. */
export function nudgeSignals(clickhouse: Pick<ClickHouse, 'query'>): CurrentScores & LearnerSignals {
  return {
    async read(tenant, run, learner, horizon) {
      const [row] = await clickhouse.query(currentScore, { tenant, run, learner, horizon });
      if (row === undefined) return null;
      const { scoredAt, probability, lower, upper, usual, model } = row;
      return {
        scoredAt,
        chance:
          probability === null || lower === null || upper === null ? null : { probability, lower, upper },
        usual,
        model,
        reasons: z.array(Reason).parse(JSON.parse(row.reasons)),
      };
    },
    async lastActiveDay(tenant, run, learner) {
      const [row] = await clickhouse.query(lastActive, { tenant, run, learner });
      return row?.day ?? null;
    },
    gaps: (tenant, run, learner) => clickhouse.query(weakSkills, { tenant, run, learner }),
  };
}
