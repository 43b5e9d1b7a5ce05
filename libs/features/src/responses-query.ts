import * as z from 'zod';
import { VOIDED } from './counted.js';

/**
 * Answers to items, right (1) or wrong (0), by learner and skill, oldest first. An item of several skills counts for
 * each. Whose answers are all voided has none, and a row all the same: what was believed of them is out of date. `learners` narrows; empty = everybody. A named query for libs/clickhouse.
 */
export const responsesQuery = {
  name: 'answers by skill',
  sql: `
    SELECT learner_pid AS learner, skill, arrayMap(x -> x.2, arraySort(groupArrayIf(((timestamp, statement_id), correct), stands))) AS responses
    FROM (
      SELECT s.learner_pid AS learner_pid, arrayJoin(a.skills) AS skill, s.timestamp AS timestamp, s.statement_id AS statement_id,
        toUInt8(assumeNotNull(s.success)) AS correct, s.statement_id NOT IN ${VOIDED} AS stands
      FROM statements AS s FINAL
      INNER JOIN (
        SELECT activity, skills FROM activities FINAL
        WHERE tenant = {tenant:String} AND run = {run:String} AND notEmpty(skills)
      ) AS a ON a.activity = s.activity
      WHERE s.tenant = {tenant:String} AND s.run = {run:String} AND s.kind = 'answered' AND isNotNull(s.success)
        AND (empty({learners:Array(String)}) OR s.learner_pid IN {learners:Array(String)})
    )
    GROUP BY learner, skill
    ORDER BY learner, skill`,
  params: z.object({ tenant: z.string(), run: z.string(), learners: z.array(z.string()) }),
  row: z.object({ learner: z.string(), skill: z.string(), responses: z.array(z.number()) }),
};
