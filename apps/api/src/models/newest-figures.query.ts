import * as z from 'zod';
import { atHorizon, defineQuery } from '#libs/clickhouse';
import { readFigures } from '#libs/features';
import { learning } from '../access/scope-parameters.js';
import { freshScores } from '../risk/fresh-scores.js';

/** Of everybody who learns in a run now: the newest chance of leaving within 14 days, and the figures behind it. */
export const newestFigures = defineQuery({
  name: 'models.newest-figures',
  sql: `
    SELECT learner_pid AS learner, newest.1 AS abstained, newest.2 AS probability, newest.3 AS names, newest.4 AS figures
    FROM (
      SELECT learner_pid, argMax(tuple(toString(${atHorizon('abstained', '14')}), ${atHorizon('probability', '14')},
        toString(feature_names), features), scored_at) AS newest
      FROM scorings WHERE ${freshScores}
      GROUP BY learner_pid
    )
    WHERE learner_pid IN (
      SELECT learner_pid FROM enrolments FINAL
      WHERE tenant = {tenant:String} AND run IN {runs:Array(String)} AND ${learning}
    )
    ORDER BY learner_pid`,
  params: z.object({ tenant: z.string(), runs: z.array(z.string()).length(1), since: z.string() }),
  row: z
    .object({
      learner: z.string(),
      abstained: z.string(),
      probability: z.number().nullable(),
      names: z.string(),
      figures: z.string(),
    })
    .transform(({ names, figures, ...row }) => ({ ...row, figures: readFigures(names, figures) })),
});
export type NewestFigures = z.infer<(typeof newestFigures)['row']>;
