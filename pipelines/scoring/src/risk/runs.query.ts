import * as z from 'zod';
import { defineQuery, WholeNumber } from '#libs/clickhouse';

/** Runs that are on at a day: scores are given between the start and the end of a run. */
export const runsOnDay = defineQuery({
  name: 'runs on a day',
  sql: `
    SELECT run FROM runs FINAL
    WHERE tenant = {tenant:String} AND start_day <= {day:Date32} AND (isNull(end_day) OR end_day > {day:Date32})`,
  params: z.object({ tenant: z.string(), day: z.string() }),
  row: z.object({ run: z.string() }),
});

/** How many learn in each run that has somebody. */
export const runSizes = defineQuery({
  name: 'learners of runs',
  sql: `
    SELECT run, count() AS learners FROM enrolments FINAL
    WHERE tenant = {tenant:String} AND status IN ('registered', 'started')
    GROUP BY run`,
  params: z.object({ tenant: z.string() }),
  row: z.object({ run: z.string(), learners: WholeNumber }),
});
