import * as z from 'zod';
import { defineQuery, horizonList, type ClickHouse } from '#libs/clickhouse';
import { readFigures, readReasons, readSilence } from '#libs/features';
import type { CurrentScores, LearnerSignals } from '#pipelines/nudging';

const params = z.object({ tenant: z.string(), run: z.string(), learner: z.string() });
const own = 'tenant = {tenant:String} AND run = {run:String} AND learner_pid = {learner:String}';

const currentScore = defineQuery({
  name: 'current score of a learner',
  sql: `
    WITH indexOf(${horizonList}, {horizon:String}) AS place
    SELECT scored_at AS scoredAt, asof, probability[place] AS p, lower[place] AS l, upper[place] AS u,
      model, feature_names, features, silence, if(isNull(p), '', scorings.reasons) AS reasons,
      (SELECT any(code) FROM runs FINAL WHERE tenant = {tenant:String} AND run = {run:String}) AS code,
      (SELECT quantileExact(0.5)(newest) FROM (
        SELECT argMax(probability[indexOf(${horizonList}, {horizon:String})], scored_at) AS newest FROM scorings
        WHERE tenant = {tenant:String} AND run = {run:String} GROUP BY learner_pid
      ) WHERE isNotNull(newest)) AS usual
    FROM scorings WHERE ${own}
    ORDER BY scorings.scored_at DESC LIMIT 1`,
  params: params.extend({ horizon: z.string() }),
  row: z.object({
    scoredAt: z.string(),
    asof: z.string(),
    p: z.number().nullable(),
    l: z.number().nullable(),
    u: z.number().nullable(),
    model: z.string(),
    feature_names: z.string(),
    features: z.string(),
    silence: z.string(),
    reasons: z.string(),
    code: z.string(),
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
      const { scoredAt, asof, p: probability, l: lower, u: upper, usual, model, code } = row;
      return {
        scoredAt,
        chance:
          probability === null || lower === null || upper === null ? null : { probability, lower, upper },
        usual,
        model,
        reasons: readReasons(row.reasons, readFigures(row.feature_names, row.features), {
          learner,
          run: code,
          asof,
          silence: readSilence(row.silence),
        }),
      };
    },
    async lastActiveDay(tenant, run, learner) {
      const [row] = await clickhouse.query(lastActive, { tenant, run, learner });
      return row?.day ?? null;
    },
    gaps: (tenant, run, learner) => clickhouse.query(weakSkills, { tenant, run, learner }),
  };
}
