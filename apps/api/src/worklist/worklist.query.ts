import * as z from 'zod';
import { atHorizon, defineQuery, WholeNumber } from '#libs/clickhouse';
import { counted } from '#libs/features';
import { keptReasons, ScoreRow } from '../risk/current-score.js';
import { learnerStates, StateParameters } from '../risk/learner-state.js';

/**
 * Reachable people at a level of contact or watch, by chance. At most so many for each run and village: no list, of
 * whatever subtree, can need more.
 */
export const worklistCandidates = defineQuery({
  name: 'worklist.candidates',
  sql: `
    SELECT run, learner_pid, leaf, s.1 AS scored_at, s.2 AS abstained, s.3 AS probability, s.4 AS lower, s.5 AS upper,
      s.6 AS model, s.7 AS reasons, s.8 AS silence, s.9 AS asof, s.10 AS feature_names, s.11 AS features
    FROM (${learnerStates})
    WHERE level IN ('contact', 'watch') AND NOT offline AND NOT away
    ORDER BY probability DESC, run, learner_pid
    LIMIT {capacity:UInt32} BY run, leaf`,
  params: StateParameters.extend({ capacity: z.int().positive() }),
  row: ScoreRow.omit({ horizon: true }).extend({
    run: z.string(),
    learner_pid: z.string(),
    leaf: z.string(),
    ...keptReasons,
  }),
});

/** Who is on no list though they might have to be, and why. `reachable` counts those who could be on one. */
export const setAsideCounts = defineQuery({
  name: 'worklist.set-aside',
  sql: `
    SELECT
      uniqExactIf(learner_pid, level IN ('contact', 'watch') AND offline) AS unreachable,
      uniqExactIf(learner_pid, level IN ('contact', 'watch') AND away) AS on_duty,
      uniqExactIf(learner_pid, level IN ('contact', 'watch') AND NOT offline AND NOT away) AS reachable,
      uniqExactIf(learner_pid, s.2 = 'short-history') AS short_history,
      uniqExactIf(learner_pid, s.2 = 'unlike-course') AS unlike_course,
      uniqExactIf(learner_pid, s.2 = 'no-model') AS no_model
    FROM (${learnerStates})`,
  params: StateParameters,
  row: z.object({
    unreachable: WholeNumber,
    on_duty: WholeNumber,
    reachable: WholeNumber,
    short_history: WholeNumber,
    unlike_course: WholeNumber,
    no_model: WholeNumber,
  }),
});

/** What is to be said of the rows of a list, by enrolment. `runs` and `pids` go in pairs. */
export const rowFacts = defineQuery({
  name: 'worklist.row-facts',
  sql: `
    WITH rows AS (
      SELECT pair.1 AS run, pair.2 AS learner_pid
      FROM (SELECT arrayJoin(arrayZip({runs:Array(String)}, {pids:Array(String)})) AS pair)
    )
    SELECT r.run AS run, r.learner_pid AS learner_pid, toString(e.status) AS status, e.start_day AS start_day,
      n.s.1 AS scored_at, n.s.2 AS abstained, n.s.3 AS probability, n.s.4 AS lower, n.s.5 AS upper, n.s.6 AS model,
      n.s.7 AS reasons, n.s.8 AS asof, n.s.9 AS feature_names, n.s.10 AS features, n.s.11 AS silence, h.weeks AS weeks, a.synced_at AS synced_at, a.last_day AS last_day,
      ifNull(a.events_since, 0) AS events_since, a.oldest_late AS oldest_late
    FROM rows AS r
    LEFT JOIN (SELECT run, learner_pid, status, start_day FROM enrolments FINAL WHERE tenant = {tenant:String}) AS e
      ON e.run = r.run AND e.learner_pid = r.learner_pid
    LEFT JOIN (
      SELECT run, learner_pid, argMax(tuple(scored_at, toString(${atHorizon('abstained', '14')}),
        ${atHorizon('probability', '14')}, ${atHorizon('lower', '14')}, ${atHorizon('upper', '14')}, toString(model),
        reasons, asof, toString(feature_names), features, silence), scored_at) AS s
      FROM scorings
      WHERE tenant = {tenant:String} AND (run, learner_pid) IN (SELECT run, learner_pid FROM rows)
      GROUP BY run, learner_pid
    ) AS n ON n.run = r.run AND n.learner_pid = r.learner_pid
    LEFT JOIN (
      SELECT run, learner_pid, groupArray(tuple(week, chance)) AS weeks
      FROM (
        SELECT run, learner_pid, toInt32(intDiv(dateDiff('day', asof, {tomorrow:Date32}), 7)) AS week,
          argMax(tuple(${atHorizon('probability', '14')}), scored_at).1 AS chance
        FROM scorings
        WHERE tenant = {tenant:String} AND (run, learner_pid) IN (SELECT run, learner_pid FROM rows)
          AND asof > {tomorrow:Date32} - 56 AND asof <= {tomorrow:Date32}
        GROUP BY run, learner_pid, week
      )
      GROUP BY run, learner_pid
    ) AS h ON h.run = r.run AND h.learner_pid = r.learner_pid
    LEFT JOIN (
      SELECT run, learner_pid, max(stored) AS synced_at, max(day) AS last_day,
        countIf(timestamp >= parseDateTime64BestEffort({made:String}, 3, 'UTC')) AS events_since,
        minOrNullIf(timestamp, stored >= parseDateTime64BestEffort({made:String}, 3, 'UTC')
          AND stored > timestamp + INTERVAL 1 DAY) AS oldest_late
      FROM statements
      WHERE tenant = {tenant:String} AND (run, learner_pid) IN (SELECT run, learner_pid FROM rows) AND ${counted}
      GROUP BY run, learner_pid
    ) AS a ON a.run = r.run AND a.learner_pid = r.learner_pid
    SETTINGS join_use_nulls = 1`,
  params: z.object({
    tenant: z.string(),
    runs: z.array(z.string()),
    pids: z.array(z.string()),
    /** Up to which a score of today has seen events. */
    tomorrow: z.string(),
    /** When the list was made: what arrived since then may take rows back. */
    made: z.string(),
  }),
  row: z.object({
    run: z.string(),
    learner_pid: z.string(),
    status: z.string().nullable(),
    start_day: z.string().nullable(),
    scored_at: z.string().nullable(),
    abstained: z.string().nullable(),
    probability: z.number().nullable(),
    lower: z.number().nullable(),
    upper: z.number().nullable(),
    model: z.string().nullable(),
    reasons: z.string().nullable(),
    asof: z.string().nullable(),
    feature_names: z.string().nullable(),
    features: z.string().nullable(),
    silence: z.string().nullable(),
    /** Newest chance of each of the last 8 weeks that has one; 0 = the week up to today. */
    weeks: z.array(z.tuple([z.int(), z.number().nullable()])).nullable(),
    synced_at: z.string().nullable(),
    last_day: z.string().nullable(),
    /** Events that happened since the list was made. */
    events_since: WholeNumber,
    /** When the oldest event happened that arrived since then, over a day late. */
    oldest_late: z.string().nullable(),
  }),
});
