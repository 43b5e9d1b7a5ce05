import * as z from 'zod';
import { defineQuery } from '#libs/clickhouse';

export const learnerMastery = defineQuery({
  name: 'learner.mastery',
  sql: `
    SELECT skill, responses, enough, mastery, lower, upper
    FROM mastery FINAL
    WHERE tenant = {tenant:String} AND run = {run:String} AND learner_pid = {learner:String}
    ORDER BY skill`,
  params: z.object({ tenant: z.string(), run: z.string(), learner: z.string() }),
  row: z.object({
    skill: z.string(),
    responses: z.int(),
    enough: z.boolean(),
    mastery: z.number().nullable(),
    lower: z.number().nullable(),
    upper: z.number().nullable(),
  }),
});
