import { VOIDED } from './counted.js';

/** Seconds of a pause that still counts as study; a longer one counts as this much. */
const STUDY_GAP_SECONDS = 600;
/** A pause that starts a new session, seconds. */
const SESSION_GAP_SECONDS = 1800;
/** An answer faster than this, in seconds, says little about what is known. */
const RAPID_ANSWER_SECONDS = 3;

/** The named learner-days: found by the sort key, so that those of fifty runs cost hardly more than those of one. */
const NAMED = `(run, learner_pid, day) IN (
      SELECT key.1, key.2, key.3
      FROM (SELECT arrayJoin(arrayZip({runs:Array(String)}, {learners:Array(String)}, {days:Array(Date32)})) AS key)
    )`;

const rollup = (which: string): string => `
INSERT INTO learner_days
SELECT
  tenant, run, learner_pid, day, now64(6, 'UTC') AS counted_at,
  sum(a_events) AS events,
  sum(a_clicks) AS clicks,
  arraySort(groupUniqArrayIf(cityHash64(activity), activity != '' AND a_events > 0)) AS activities,
  length(arrayFilter(gap -> gap > ${SESSION_GAP_SECONDS * 1000}, arrayDifference(arraySort(groupArrayArray(a_times)) AS times)))
    + notEmpty(times) AS sessions,
  intDiv(arraySum(arrayMap(gap -> least(gap, ${STUDY_GAP_SECONDS * 1000}), arrayDifference(times))), 1000) AS seconds,
  sum(a_answers) AS answers,
  sum(a_correct) AS correct,
  sum(a_rapid) AS rapid_answers,
  sum(a_submissions) AS submissions,
  arraySort(groupUniqArrayIf(cityHash64(activity), a_submissions > 0)) AS submitted,
  sum(ifNull(a_score, 0)) AS score_micros,
  countIf(isNotNull(a_score)) AS score_count,
  sum(a_passed) AS passed,
  sum(a_failed) AS failed,
  sum(a_completed) AS completed,
  sum(a_video_events) AS video_events,
  toUInt32(sum(round(a_video_seconds))) AS video_seconds,
  sum(a_asked) AS asked,
  sum(a_replied) AS replied,
  sum(a_attended) AS attended,
  sum(a_absent) AS absent,
  sum(a_skill_checks) AS skill_checks,
  sum(a_skill_passed) AS skill_passed
FROM (
  SELECT
    tenant, run, learner_pid, day, activity,
    countIf(stands) AS a_events,
    sumIf(count, stands) AS a_clicks,
    groupArrayIf(toUnixTimestamp64Milli(timestamp), stands) AS a_times,
    countIf(kind = 'answered') AS a_answers,
    countIf(kind = 'answered' AND ifNull(success, false)) AS a_correct,
    countIf(kind = 'answered' AND ifNull(duration, 1e9) < ${RAPID_ANSWER_SECONDS}) AS a_rapid,
    countIf(kind = 'submitted') AS a_submissions,
    max(if(kind IN ('submitted', 'graded', 'passed', 'failed', 'completed'), toInt64(round(score * 1000000)), NULL)) AS a_score,
    countIf(kind = 'passed') AS a_passed,
    countIf(kind = 'failed') AS a_failed,
    countIf(kind = 'completed') AS a_completed,
    countIf(kind = 'video') AS a_video_events,
    arrayFold(
      (acc, segment) -> (greatest(acc.1, segment.2), acc.2 + greatest(0., segment.2 - greatest(acc.1, segment.1))),
      arraySort(groupArrayArrayIf(played_segments, stands)),
      (0., 0.)
    ).2 AS a_video_seconds,
    countIf(kind = 'asked') AS a_asked,
    countIf(kind = 'replied') AS a_replied,
    countIf(kind = 'attended') AS a_attended,
    countIf(kind = 'absent') AS a_absent,
    countIf(kind = 'skill_checked') AS a_skill_checks,
    countIf(kind = 'skill_checked' AND ifNull(success, false)) AS a_skill_passed
  FROM (
    SELECT * REPLACE (if(stands, kind, 'voided') AS kind), statement_id NOT IN ${VOIDED} AS stands
    FROM statements FINAL
    WHERE tenant = {tenant:String} AND ${which}
      AND statements.kind != 'voided'
  )
  GROUP BY tenant, run, learner_pid, day, activity
)
GROUP BY tenant, run, learner_pid, day`;

/**
 * Counts the named learner-days again from their deduplicated statements and puts the rows into `learner_days`.
 *
 * Every column is independent of the order in which statements lie: sums are over integers (scores in millionths),
 * lists are sorted, video time is the length of the union of the played stretches. So late, repeated and shuffled
 * deliveries give the same row. A voided statement counts in no column; a day that has no others keeps a row of
 * zeros, in place of the one that counted it. Parameters: tenant, and the lists `runs`, `learners` and `days`, which name
 * one learner-day at each place.
 */
export const ROLLUP_SQL = rollup(NAMED);

/** As `ROLLUP_SQL`, every learner-day of some runs. Parameters: tenant, runs. */
export const RUNS_ROLLUP_SQL = rollup('run IN {runs:Array(String)}');
