import * as z from 'zod';
import { defineQuery } from '#libs/clickhouse';
import { ScoreRow } from '../risk/current-score.js';

const LearnerOfRun = z.object({ tenant: z.string(), run: z.string(), learner: z.string() });

/** The newest score at each horizon, with what the model saw. */
export const currentScores = defineQuery({
  name: 'learner.current-scores',
  sql: `
    SELECT horizon, newest.1 AS scored_at, newest.2 AS abstained, newest.3 AS probability, newest.4 AS lower,
      newest.5 AS upper, newest.6 AS model, newest.7 AS reasons, newest.8 AS features, newest.9 AS silence
    FROM (
      SELECT horizon,
        argMax(tuple(scored_at, abstained, probability, lower, upper, model, reasons, features, silence), scored_at)
          AS newest
      FROM scores WHERE tenant = {tenant:String} AND run = {run:String} AND learner_pid = {learner:String}
      GROUP BY horizon
    )
    ORDER BY indexOf(['7', '14', '28', 'end'], horizon)`,
  params: LearnerOfRun,
  row: ScoreRow.extend({ reasons: z.string(), features: z.string(), silence: z.string() }),
});

/** Chance of leaving within 14 days as it was last seen on each scored day, oldest first. */
export const riskHistory = defineQuery({
  name: 'learner.risk-history',
  sql: `
    SELECT asof, newest.1 AS probability, newest.2 AS lower, newest.3 AS upper, newest.4 AS model,
      newest.5 AS reasons
    FROM (
      SELECT asof,
        argMax(tuple(if(abstained = '', probability, NULL), lower, upper, model, reasons), scored_at) AS newest
      FROM scores
      WHERE tenant = {tenant:String} AND run = {run:String} AND learner_pid = {learner:String} AND horizon = '14'
      GROUP BY asof
    )
    ORDER BY asof`,
  params: LearnerOfRun,
  row: z.object({
    asof: z.string(),
    probability: z.number().nullable(),
    lower: z.number().nullable(),
    upper: z.number().nullable(),
    model: z.string(),
    reasons: z.string(),
  }),
});
