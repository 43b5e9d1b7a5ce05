import * as z from 'zod';
import { counted } from '#libs/features';
import { inScope, learning, ScopeParameters } from '../access/scope-parameters.js';

/** Parameters of `silences`. */
export const SilenceParameters = ScopeParameters.extend({
  runs: z.array(z.string()),
  /** The tenant's clock, ISO 8601. */
  now: z.string(),
});

const now = "parseDateTime64BestEffort({now:String}, 3, 'UTC')";

/**
 * SQL of everybody who learns now in the reader's subtrees; `silent` = no event on any of the last 7 days. What a silence
 * may mean stands with the newest score: it was judged when the estimate was made.
 */
export const silences = `
  SELECT e.run AS run, e.learner_pid AS learner_pid, e.leaf AS leaf, e.region_path AS region_path,
    ifNull(a.last_day < toDate32(${now}) - 7, true) AS silent
  FROM (
    SELECT run, learner_pid, region_path, arrayElement(region_path, -1) AS leaf
    FROM enrolments FINAL WHERE ${inScope} AND run IN {runs:Array(String)} AND ${learning}
  ) AS e
  LEFT JOIN (
    SELECT run, learner_pid, toNullable(max(day)) AS last_day
    FROM statements
    WHERE tenant = {tenant:String} AND run IN {runs:Array(String)} AND timestamp >= ${now} - INTERVAL 56 DAY
      AND ${counted}
    GROUP BY run, learner_pid
  ) AS a ON a.run = e.run AND a.learner_pid = e.learner_pid`;
