import * as z from 'zod';
import { defineQuery, WholeNumber } from '#libs/clickhouse';
import { eventKindSchema } from '#libs/contracts';
import { counted } from '#libs/features';

const Span = z.object({
  tenant: z.string(),
  run: z.string(),
  learner: z.string(),
  from: z.string(),
  to: z.string(),
});
const events = `
  FROM statements FINAL
  WHERE tenant = {tenant:String} AND run = {run:String} AND learner_pid = {learner:String}
    AND day >= {from:Date32} AND day < {to:Date32} AND ${counted}`;

/** Learning per day; \`late\`: arrived more than a day after it happened. */
export const timelineDays = defineQuery({
  name: 'learner.timeline-days',
  sql: `
    SELECT e.day AS day, e.events AS events, e.late AS late, d.seconds AS seconds
    FROM (
      SELECT day, count() AS events, countIf(stored > timestamp + INTERVAL 1 DAY) AS late ${events} GROUP BY day
    ) AS e
    LEFT JOIN (
      SELECT day, seconds FROM learner_days FINAL
      WHERE tenant = {tenant:String} AND run = {run:String} AND learner_pid = {learner:String}
        AND day >= {from:Date32} AND day < {to:Date32}
    ) AS d ON d.day = e.day
    ORDER BY day`,
  params: Span,
  row: z.object({ day: z.string(), events: WholeNumber, late: WholeNumber, seconds: z.number() }),
});

/** Exams, face-to-face sessions and hands-on checks, newest 500. */
export const timelineMarks = defineQuery({
  name: 'learner.timeline-marks',
  sql: `
    SELECT timestamp, day, kind, activity, score, success ${events}
      AND kind IN ('submitted', 'graded', 'passed', 'failed', 'attended', 'absent', 'skill_checked')
    ORDER BY timestamp DESC LIMIT 500`,
  params: Span,
  row: z.object({
    timestamp: z.string(),
    day: z.string(),
    kind: eventKindSchema,
    activity: z.string(),
    score: z.number().nullable(),
    success: z.boolean().nullable(),
  }),
});
