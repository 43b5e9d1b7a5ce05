import * as z from 'zod';
import { counted } from '../counted.js';

/** What the staff or the registrar enters: no sign of the learner. */
const notOwn = `('registered', 'withdrew', 'absent', 'replied', 'graded', 'failed')`;

/**
 * When anything was heard of those who learn in some runs, on whole days before today, from what had arrived by now; and
 * whether anything was today.
 * Imports tell nothing of a network: what they bring is never late. The place is the third level of the region tree, the
 * township, else the last that is known.
 */
export const presenceQuery = {
  name: 'when learners were heard',
  sql: `
    SELECT e.learner_pid AS learner, e.run AS run, e.place AS place, e.from_day AS from,
      arraySort(a.days) AS days, arraySort(a.late) AS late, a.heard_today AS heard_today
    FROM (
      SELECT e.run AS run, e.learner_pid AS learner_pid,
        if(length(e.region_path) >= 3, arrayElement(e.region_path, 3), arrayElement(e.region_path, -1)) AS place,
        toInt32(greatest(e.registered_day, if(r.rolling, e.start_day, r.start_day))) AS from_day
      FROM (SELECT * FROM enrolments FINAL WHERE tenant = {tenant:String} AND run IN {runs:Array(String)}) AS e
      INNER JOIN (SELECT run, rolling, start_day FROM runs FINAL WHERE tenant = {tenant:String}) AS r ON r.run = e.run
      WHERE e.status IN ('registered', 'started')
        AND (empty({learners:Array(String)}) OR e.learner_pid IN {learners:Array(String)})
    ) AS e
    LEFT JOIN (
      SELECT run, learner_pid, groupArrayIf(toInt32(day), whole) AS days, groupArrayIf(toInt32(day), whole AND NOT in_time) AS late,
        toBool(countIf(NOT whole) > 0) AS heard_today
      FROM (
        SELECT run, learner_pid, day, day < {today:Date32} AS whole,
          max(stored <= timestamp + INTERVAL 1 DAY OR startsWith(source, 'import:')) AS in_time
        FROM statements
        WHERE tenant = {tenant:String} AND run IN {runs:Array(String)} AND day >= {today:Date32} - 56 AND day <= {today:Date32}
          AND timestamp >= toDateTime64({today:Date32}, 3, 'UTC') - INTERVAL 58 DAY
          AND stored <= parseDateTime64BestEffort({now:String}, 3, 'UTC')
          AND kind NOT IN ${notOwn} AND ${counted}
          AND (empty({learners:Array(String)}) OR learner_pid IN {learners:Array(String)})
        GROUP BY run, learner_pid, day
      )
      GROUP BY run, learner_pid
    ) AS a ON a.run = e.run AND a.learner_pid = e.learner_pid`,
  params: z.object({
    tenant: z.string(),
    /** IRIs. */
    runs: z.array(z.string()),
    /** Empty = everybody. */
    learners: z.array(z.string()),
    /** YYYY-MM-DD; it is not over, and none of the days. */
    today: z.string(),
    /** ISO 8601: what arrived later is not known yet. */
    now: z.string(),
  }),
  row: z.object({
    learner: z.string(),
    run: z.string(),
    place: z.string(),
    from: z.int(),
    days: z.array(z.int()),
    late: z.array(z.int()),
    heard_today: z.boolean(),
  }),
};
