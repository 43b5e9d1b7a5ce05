import * as z from 'zod';
import { atHorizon, defineQuery, horizonList } from '#libs/clickhouse';
import { keptReasons, ScoreRow } from '../risk/current-score.js';

const LearnerOfRun = z.object({ tenant: z.string(), run: z.string(), learner: z.string() });
const ofLearner = 'tenant = {tenant:String} AND run = {run:String} AND learner_pid = {learner:String}';

/** The newest score at each horizon, with what the model saw. */
export const currentScores = defineQuery({
  name: 'learner.current-scores',
  sql: `
    SELECT horizon, scored_at, asof, why AS abstained, p AS probability, l AS lower, u AS upper, model,
      if(isNull(p), '', reasons) AS reasons, feature_names, features, silence
    FROM (SELECT * FROM scorings WHERE ${ofLearner} ORDER BY scorings.scored_at DESC LIMIT 1)
    ARRAY JOIN ${horizonList} AS horizon, abstained AS why, probability AS p, lower AS l, upper AS u`,
  params: LearnerOfRun,
  row: ScoreRow.extend(keptReasons),
});

/** Chance of leaving within 14 days as it was last seen on each scored day, oldest first. */
export const riskHistory = defineQuery({
  name: 'learner.risk-history',
  sql: `
    SELECT asof, newest.1 AS probability, newest.2 AS lower, newest.3 AS upper, newest.4 AS model,
      if(isNull(newest.1), '', newest.5) AS reasons, newest.6 AS feature_names, newest.7 AS features,
      newest.8 AS silence
    FROM (
      SELECT asof, argMax(tuple(${atHorizon('probability', '14')}, ${atHorizon('lower', '14')}, ${atHorizon('upper', '14')},
        model, reasons, feature_names, features, silence), scored_at) AS newest
      FROM scorings
      WHERE ${ofLearner}
      GROUP BY asof
    )
    ORDER BY asof`,
  params: LearnerOfRun,
  row: z.object({
    probability: z.number().nullable(),
    lower: z.number().nullable(),
    upper: z.number().nullable(),
    model: z.string(),
    ...keptReasons,
  }),
});
