import * as z from 'zod';
import { defineQuery, WholeNumber } from '#libs/clickhouse';
import { counted } from '#libs/features';
import { inScope, learning, ScopeParameters, stopped } from '../access/scope-parameters.js';

const Run = ScopeParameters.extend({ run: z.string() });

/** Learners by the last day of their own clock that is known, and whether they stopped then. */
export const survivalDays = defineQuery({
  name: 'course.survival-days',
  sql: `
    SELECT greatest(0, dateDiff('day', start_day, least(if(${learning}, {today:Date32}, ifNull(status_day, start_day)),
        {end:Date32}))) AS day,
      countIf(${stopped}) AS stopped, countIf(NOT (${stopped})) AS censored
    FROM enrolments FINAL
    WHERE ${inScope} AND run = {run:String} AND start_day <= {today:Date32}
    GROUP BY day ORDER BY day`,
  params: Run.extend({ today: z.string(), end: z.string() }),
  row: z.object({ day: WholeNumber, stopped: WholeNumber, censored: WholeNumber }),
});

export const statusCounts = defineQuery({
  name: 'course.status-counts',
  sql: `
    SELECT countIf(${learning}) AS learning, countIf(status = 'completed') AS done, countIf(${stopped}) AS stopped
    FROM enrolments FINAL WHERE ${inScope} AND run = {run:String}`,
  params: Run,
  row: z.object({ learning: WholeNumber, done: WholeNumber, stopped: WholeNumber }),
});

/**
 * People per module: \`started\` did anything in it; \`finished\` handed in one of its assessments, or used all of its
 * activities where it has none; \`stopped_after\`: those who stopped and were last seen in it (of two modules of one
 * day, the later one). \`modules\` are codes in the order of study.
 */
export const moduleCounts = defineQuery({
  name: 'course.module-counts',
  sql: `
    WITH
      content AS (
        SELECT toString(module) AS module, groupArray(cityHash64(activity)) AS hashes,
          groupArrayIf(cityHash64(activity), isNotNull(due_day) OR weight > 0) AS assessed
        FROM activities FINAL
        WHERE tenant = {tenant:String} AND run = {run:String} AND has({modules:Array(String)}, module)
        GROUP BY module
      ),
      seen AS (
        SELECT d.learner_pid AS learner_pid, c.module AS module, max(d.day) AS last_day,
          if(empty(any(c.assessed)),
            length(arrayIntersect(groupUniqArrayArray(d.activities), any(c.hashes))) = length(any(c.hashes)),
            hasAny(groupUniqArrayArray(d.submitted), any(c.assessed))) AS finished
        FROM (
          SELECT learner_pid, day, activities, submitted FROM learner_days FINAL
          WHERE tenant = {tenant:String} AND run = {run:String}
        ) AS d CROSS JOIN content AS c
        WHERE hasAny(d.activities, c.hashes)
        GROUP BY learner_pid, module
      )
    SELECT s.module AS module, count() AS started, countIf(s.finished) AS finished,
      countIf(e.has_stopped AND s.module = l.last_module) AS stopped_after
    FROM seen AS s
    JOIN (
      SELECT learner_pid, ${stopped} AS has_stopped FROM enrolments FINAL WHERE ${inScope} AND run = {run:String}
    ) AS e ON e.learner_pid = s.learner_pid
    JOIN (
      SELECT learner_pid, argMax(module, tuple(last_day, indexOf({modules:Array(String)}, module))) AS last_module
      FROM seen GROUP BY learner_pid
    ) AS l ON l.learner_pid = s.learner_pid
    GROUP BY module`,
  params: Run.extend({ modules: z.array(z.string()) }),
  row: z.object({
    module: z.string(),
    started: WholeNumber,
    finished: WholeNumber,
    stopped_after: WholeNumber,
  }),
});

/**
 * Face-to-face sessions by activity and day, newest 60 first. `passed`: of those who came, who showed a hands-on skill on
 * that day. Checks on a day without a session stand for themselves.
 */
export const onSiteCounts = defineQuery({
  name: 'course.on-site-counts',
  sql: `
    WITH seen AS (
      SELECT activity, day, learner_pid, kind, success FROM statements FINAL
      WHERE tenant = {tenant:String} AND run = {run:String} AND kind IN ('attended', 'absent', 'skill_checked')
        AND ${counted}
        AND learner_pid IN (SELECT learner_pid FROM enrolments FINAL WHERE ${inScope} AND run = {run:String})
    )
    SELECT activity, day,
      uniqExact(learner_pid) AS invited,
      uniqExactIf(learner_pid, kind != 'absent') AS present,
      uniqExactIf(learner_pid, kind != 'absent' AND (learner_pid, day) IN (
        SELECT learner_pid, day FROM seen WHERE kind = 'skill_checked' AND success)) AS passed
    FROM seen
    WHERE kind != 'skill_checked' OR day NOT IN (SELECT day FROM seen WHERE kind != 'skill_checked')
    GROUP BY activity, day ORDER BY day DESC, activity LIMIT 60`,
  params: Run,
  row: z.object({
    activity: z.string(),
    day: z.string(),
    invited: WholeNumber,
    present: WholeNumber,
    passed: WholeNumber,
  }),
});
