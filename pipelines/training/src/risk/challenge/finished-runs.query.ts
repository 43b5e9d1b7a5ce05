import * as z from 'zod';
import { defineQuery } from '#libs/clickhouse';

/** Runs that ended on or before a day and had learners; the one that ended last comes last. */
export const finishedRuns = defineQuery({
  name: 'finished runs',
  sql: `
    SELECT run, code, toString(start_day) AS start, toString(end_day) AS end, silent, silent_days AS silentDays
    FROM runs FINAL
    WHERE tenant = {tenant:String} AND end_day <= {day:Date32}
      AND run IN (SELECT run FROM enrolments FINAL WHERE tenant = {tenant:String})
    ORDER BY end_day, start_day, code`,
  params: z.object({ tenant: z.string(), day: z.iso.date() }),
  row: z.object({
    run: z.string(),
    code: z.string(),
    start: z.iso.date(),
    end: z.iso.date(),
    silent: z.boolean(),
    silentDays: z.number(),
  }),
});
