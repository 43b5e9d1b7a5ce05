import * as z from 'zod';
import { defineQuery } from '#libs/clickhouse';

/** Runs that are on at a day: scores are given between the start and the end of a run. */
export const runsOnDay = defineQuery({
  name: 'runs on a day',
  sql: `
    SELECT run FROM runs FINAL
    WHERE tenant = {tenant:String} AND start_day <= {day:Date32} AND (isNull(end_day) OR end_day > {day:Date32})`,
  params: z.object({ tenant: z.string(), day: z.string() }),
  row: z.object({ run: z.string() }),
});
