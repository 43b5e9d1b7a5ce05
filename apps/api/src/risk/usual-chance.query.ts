import * as z from 'zod';
import { defineQuery, horizonList } from '#libs/clickhouse';
import { freshScores } from './fresh-scores.js';

/**
 * The usual chance: the median of the newest chances of those who learn in a run now, by run and horizon. The whole
 * run counts, not the reader's part of it: a level must not depend on who looks.
 */
export const usualChances = defineQuery({
  name: 'risk.usual-chances',
  sql: `
    SELECT run, horizon, quantileExact(0.5)(assumeNotNull(probability)) AS usual
    FROM (
      SELECT run, learner_pid, argMax(tuple(probability, abstained), scored_at) AS newest
      FROM scorings WHERE ${freshScores}
      GROUP BY run, learner_pid
    )
    ARRAY JOIN ${horizonList} AS horizon, newest.1 AS probability, newest.2 AS why
    WHERE why = '' AND isNotNull(probability) AND (run, learner_pid) IN (
      SELECT run, learner_pid FROM enrolments FINAL
      WHERE tenant = {tenant:String} AND run IN {runs:Array(String)} AND status IN ('registered', 'started')
    )
    GROUP BY run, horizon`,
  params: z.object({ tenant: z.string(), runs: z.array(z.string()), since: z.string() }),
  row: z.object({ run: z.string(), horizon: z.enum(['7', '14', '28', 'end']), usual: z.number() }),
});
