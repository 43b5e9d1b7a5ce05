import * as z from 'zod';
import { defineQuery, WholeNumber } from '#libs/clickhouse';
import { eventKindSchema } from '#libs/contracts';
import { counted } from '#libs/features';
import { inScope, ScopeParameters } from '../access/scope-parameters.js';

export const EventQuestion = ScopeParameters.extend({
  learner: z.string(),
  run: z.string(),
  kinds: z.array(z.string()),
  /** An activity and what lies in it; empty = any. */
  activities: z.array(z.string()),
  /** `true`, `false`, or empty for either. */
  success: z.enum(['', 'true', 'false']),
  from: z.string(),
  to: z.string(),
});

export type EventQuestion = z.infer<typeof EventQuestion>;

/** What a number was counted from. An empty parameter does not narrow. Days are half-open. */
const asked = `
  FROM statements FINAL
  WHERE tenant = {tenant:String}
    AND ({run:String} = '' OR run = {run:String})
    AND ({learner:String} = '' OR learner_pid = {learner:String})
    AND day >= {from:Date32} AND day < {to:Date32}
    AND ${counted}
    AND (empty({kinds:Array(String)}) OR kind IN {kinds:Array(String)})
    AND (empty({activities:Array(String)}) OR activity IN {activities:Array(String)} OR parent IN {activities:Array(String)})
    AND ({success:String} = '' OR success = ({success:String} = 'true'))
    AND ({everywhere:Bool} OR (run, learner_pid) IN (
      SELECT run, learner_pid FROM enrolments FINAL WHERE ${inScope}))`;

export const eventTotals = defineQuery({
  name: 'events.totals',
  sql: `SELECT count() AS events, uniqExact(learner_pid) AS learners, uniqExact(day) AS days ${asked}`,
  params: EventQuestion,
  row: z.object({ events: WholeNumber, learners: WholeNumber, days: WholeNumber }),
});

/** Newest first. */
export const eventPage = defineQuery({
  name: 'events.page',
  sql: `
    SELECT statement_id AS id, run, learner_pid, timestamp, stored, toBool(stored > timestamp + INTERVAL 1 DAY) AS late, kind,
      action, activity, count, score, success, completion, duration, response, source
    ${asked}
      AND (timestamp, statement_id) < (parseDateTime64BestEffort({beforeTime:String}, 3, 'UTC'), toUUID({beforeId:String}))
    ORDER BY timestamp DESC, statement_id DESC LIMIT {limit:UInt32}`,
  params: EventQuestion.extend({ beforeTime: z.string(), beforeId: z.string(), limit: z.int().positive() }),
  row: z.object({
    id: z.uuid(),
    run: z.string(),
    learner_pid: z.string(),
    timestamp: z.string(),
    stored: z.string(),
    late: z.boolean(),
    kind: eventKindSchema,
    action: z.string(),
    activity: z.string(),
    count: z.int(),
    score: z.number().nullable(),
    success: z.boolean().nullable(),
    completion: z.boolean().nullable(),
    duration: z.number().nullable(),
    response: z.string(),
    source: z.string(),
  }),
});

/** For those without the right to single events; newest day first, at most a year. */
export const eventDays = defineQuery({
  name: 'events.days',
  sql: `SELECT day, count() AS count, uniqExact(learner_pid) AS learners ${asked} GROUP BY day ORDER BY day DESC LIMIT 366`,
  params: EventQuestion,
  row: z.object({ day: z.string(), count: WholeNumber, learners: WholeNumber }),
});
