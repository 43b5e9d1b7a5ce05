import * as z from 'zod';
import { defineQuery, WholeNumber } from '#libs/clickhouse';
import { inScope, learning, ScopeParameters, stopped } from '../access/scope-parameters.js';
import { learnerStates, StateParameters } from '../risk/learner-state.js';

/** Code of the place directly under `region` that a path goes through; empty where the learner belongs to it itself. */
const child = 'region_path[indexOf(region_path, {region:String}) + 1]';

/** People per place under the region. */
export const regionCounts = defineQuery({
  name: 'region.counts',
  sql: `
    SELECT ${child} AS child,
      uniqExactIf(learner_pid, ${learning}) AS learning,
      uniqExactIf(learner_pid, status = 'completed') AS finished,
      uniqExactIf(learner_pid, status = 'completed' AND status_day > {today:Date32} - 28) AS finished_28,
      uniqExactIf(learner_pid, ${stopped} AND status_day > {today:Date32} - 28) AS stopped_28
    FROM enrolments FINAL
    WHERE ${inScope} AND has(region_path, {region:String}) AND run IN {runs:Array(String)}
    GROUP BY child`,
  params: ScopeParameters.extend({ region: z.string(), runs: z.array(z.string()), today: z.string() }),
  row: z.object({
    child: z.string(),
    learning: WholeNumber,
    finished: WholeNumber,
    finished_28: WholeNumber,
    stopped_28: WholeNumber,
  }),
});

/** Enrolments that have ended, and of them those that ended in completion, per place and run. */
export const completionCounts = defineQuery({
  name: 'region.completion-counts',
  sql: `
    SELECT ${child} AS child, run, count() AS ended, countIf(status = 'completed') AS completed
    FROM enrolments FINAL
    WHERE ${inScope} AND has(region_path, {region:String}) AND run IN {runs:Array(String)}
      AND (status IN ('completed', 'failed') OR ${stopped})
    GROUP BY child, run`,
  params: ScopeParameters.extend({ region: z.string(), runs: z.array(z.string()) }),
  row: z.object({ child: z.string(), run: z.string(), ended: WholeNumber, completed: WholeNumber }),
});

/** People who are silent or to be contacted, per place. Runs are those going on. */
export const regionStates = defineQuery({
  name: 'region.states',
  sql: `
    SELECT ${child} AS child,
      uniqExactIf(learner_pid, silent AND offline) AS silent_offline,
      uniqExactIf(learner_pid, silent AND NOT offline) AS silent_other,
      uniqExactIf(learner_pid, level = 'contact') AS contact_first
    FROM (${learnerStates})
    WHERE has(region_path, {region:String})
    GROUP BY child`,
  params: StateParameters.extend({ region: z.string() }),
  row: z.object({
    child: z.string(),
    silent_offline: WholeNumber,
    silent_other: WholeNumber,
    contact_first: WholeNumber,
  }),
});

/**
 * Of those who were learning in a week, how many did anything in it, per place; week 0 is the 7 days before \`to\`.
 * Who ended within the week was learning in it.
 */
export const activeShares = defineQuery({
  name: 'region.active-shares',
  sql: `
    SELECT child, week, uniqExact(learner_pid) AS learners, uniqExactIf(learner_pid, active) AS active
    FROM (
      SELECT e.child AS child, e.week AS week, e.learner_pid AS learner_pid, d.learner_pid != '' AS active
      FROM (
        SELECT ${child} AS child, run, learner_pid, arrayJoin(range(12)) AS week
        FROM enrolments FINAL
        WHERE ${inScope} AND has(region_path, {region:String}) AND run IN {runs:Array(String)}
          AND start_day < {to:Date32} - 7 * week
          AND (${learning} OR status_day >= {to:Date32} - 7 * week - 7)
      ) AS e
      LEFT JOIN (
        SELECT DISTINCT run, learner_pid, intDiv(dateDiff('day', day, {to:Date32}) - 1, 7) AS week
        FROM learner_days FINAL
        WHERE tenant = {tenant:String} AND run IN {runs:Array(String)} AND events > 0
          AND day >= {to:Date32} - 84 AND day < {to:Date32}
      ) AS d ON d.run = e.run AND d.learner_pid = e.learner_pid AND d.week = e.week
    )
    GROUP BY child, week`,
  params: ScopeParameters.extend({
    region: z.string(),
    runs: z.array(z.string()),
    /** Exclusive. */
    to: z.string(),
  }),
  row: z.object({ child: z.string(), week: z.int(), learners: WholeNumber, active: WholeNumber }),
});
