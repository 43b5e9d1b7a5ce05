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
 * SQL of everybody who learns now in the reader's subtrees: when anything last arrived (`synced_at`, of the last 8
 * weeks), and what a silence may mean.
 *
 * `silent` = no event on any of the last 7 days.
 * `offline` = nothing has arrived from the learner for more than 5 days, and it looks like the network: either a fifth
 * or more of what they did in the 8 weeks arrived over a day late (a device that often waits for a network; what came
 * twice counts once), or nothing
 * has arrived for more than 5 days from anybody in their village, of three learners or more. Imports tell nothing of a
 * network. Who is silent while the neighbours' records arrive is not offline but a case for a call.
 */
export const silences = `
  SELECT run, learner_pid, leaf, region_path, synced_at, last_day,
    ifNull(last_day < toDate32(${now}) - 7, true) AS silent,
    ifNull(synced_at < ${now} - INTERVAL 5 DAY, false) AND (
      ifNull(late_share >= 0.2, false)
      OR (leaf != '' AND count() OVER place >= 3 AND ifNull(max(synced_at) OVER place < ${now} - INTERVAL 5 DAY, false))
    ) AS offline
  FROM (
    SELECT e.run AS run, e.learner_pid AS learner_pid, e.leaf AS leaf, e.region_path AS region_path,
      a.synced_at AS synced_at, a.last_day AS last_day, a.late_share AS late_share
    FROM (
      SELECT run, learner_pid, region_path, arrayElement(region_path, -1) AS leaf
      FROM enrolments FINAL WHERE ${inScope} AND run IN {runs:Array(String)} AND ${learning}
    ) AS e
    LEFT JOIN (
      SELECT learner_pid, toNullable(max(stored)) AS synced_at, toNullable(max(day)) AS last_day,
        uniqExactIf(statement_id, stored > timestamp + INTERVAL 1 DAY AND NOT startsWith(source, 'import:'))
          / uniqExact(statement_id) AS late_share
      FROM statements
      WHERE tenant = {tenant:String} AND run IN {runs:Array(String)} AND timestamp >= ${now} - INTERVAL 56 DAY
        AND ${counted}
      GROUP BY learner_pid
    ) AS a ON a.learner_pid = e.learner_pid
  )
  WINDOW place AS (PARTITION BY leaf)`;
