import * as z from 'zod';
import { defineQuery } from '#libs/clickhouse';

const Day = z.iso.date();

export const RunFacts = z.object({
  run: z.string(),
  code: z.string(),
  start: Day,
  end: Day.nullable(),
  silent: z.boolean(),
  silentDays: z.number(),
});
export type RunFacts = z.infer<typeof RunFacts>;

export const runByCode = defineQuery({
  name: 'run by code',
  sql: `
    SELECT run, code, toString(start_day) AS start, if(isNull(end_day), NULL, toString(end_day)) AS end, silent, silent_days AS silentDays
    FROM runs FINAL WHERE tenant = {tenant:String} AND code IN {codes:Array(String)}`,
  params: z.object({ tenant: z.string(), codes: z.array(z.string()) }),
  row: RunFacts,
});

/** What became of the learners of a run. Never an input of a model: labels are made from it. */
export const enrolmentFacts = defineQuery({
  name: 'what became of enrolments',
  sql: `
    SELECT e.learner_pid AS learner, any(toString(e.start_day)) AS start, any(toString(e.registered_day)) AS registered,
      any(e.status) AS status,
      any(toString(e.status_day)) AS statusDay, if(countIf(d.events > 0) = 0, NULL, toString(maxIf(d.day, d.events > 0))) AS lastActive
    FROM enrolments AS e FINAL
    LEFT JOIN (SELECT learner_pid, day, events FROM learner_days FINAL WHERE tenant = {tenant:String} AND run = {run:String}) AS d
      ON d.learner_pid = e.learner_pid
    WHERE e.tenant = {tenant:String} AND e.run = {run:String}
    GROUP BY e.learner_pid`,
  params: z.object({ tenant: z.string(), run: z.string() }),
  row: z.object({
    learner: z.string(),
    start: Day,
    registered: Day,
    status: z.string(),
    statusDay: Day.nullable(),
    lastActive: Day.nullable(),
  }),
});
export type EnrolmentFacts = z.infer<(typeof enrolmentFacts)['row']>;
