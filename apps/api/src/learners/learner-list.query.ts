import * as z from 'zod';
import { atHorizon, defineQuery, WholeNumber } from '#libs/clickhouse';
import { counted } from '#libs/features';
import { inScope, learning, ScopeParameters } from '../access/scope-parameters.js';
import { ScoreRow } from '../risk/current-score.js';
import { freshScores } from '../risk/fresh-scores.js';
import { levelOf } from '../risk/risk-bars.service.js';

const Filter = ScopeParameters.extend({
  runs: z.array(z.string()),
  contactBars: z.array(z.number()),
  watchBars: z.array(z.number()),
  since: z.string(),
  /** Empty = everybody. */
  pids: z.array(z.string()),
  /** Empty = every level; else `contact`, `watch`, `none` or `unknown`. */
  level: z.string(),
});

/** Enrolments of the reader's subtree with the newest chance of leaving within 14 days. */
const listed = `
  SELECT e.run AS run, e.learner_pid AS learner_pid, e.status AS status, e.start_day AS start_day,
    e.learns AS learns, n.s.1 AS scored_at, if(n.learner_pid = '', 'no-model', n.s.2) AS abstained,
    if(e.learns AND abstained = '', n.s.3, NULL) AS probability, n.s.4 AS lower, n.s.5 AS upper, n.s.6 AS model,
    ${levelOf('run', 'probability')} AS level,
    if(e.learns, ifNull(probability, -1), -2) AS rank
  FROM (
    SELECT run, learner_pid, toString(status) AS status, start_day, toBool(${learning}) AS learns
    FROM enrolments FINAL
    WHERE ${inScope} AND run IN {runs:Array(String)}
      AND (empty({pids:Array(String)}) OR learner_pid IN {pids:Array(String)})
  ) AS e
  LEFT JOIN (
    SELECT run, learner_pid, argMax(tuple(scored_at, ${atHorizon('abstained', '14')},
      ${atHorizon('probability', '14')}, ${atHorizon('lower', '14')}, ${atHorizon('upper', '14')}, model), scored_at) AS s
    FROM scorings WHERE ${freshScores}
    GROUP BY run, learner_pid
  ) AS n ON n.run = e.run AND n.learner_pid = e.learner_pid
  WHERE {level:String} = '' OR level = {level:String}`;

/** Highest chance first, then those without one, then those who no longer learn. */
export const learnerPage = defineQuery({
  name: 'learners.page',
  sql: `
    SELECT run, learner_pid, status, start_day, learns, scored_at, abstained, probability, lower, upper, model, rank
    FROM (${listed})
    WHERE {afterPid:String} = '' OR (-rank, run, learner_pid) > (-{afterRank:Float64}, {afterRun:String}, {afterPid:String})
    ORDER BY -rank, run, learner_pid LIMIT {limit:UInt32}`,
  params: Filter.extend({
    afterRank: z.number(),
    afterRun: z.string(),
    /** Empty = from the start. */
    afterPid: z.string(),
    limit: z.int().positive(),
  }),
  row: ScoreRow.omit({ horizon: true }).extend({
    run: z.string(),
    learner_pid: z.string(),
    status: z.string(),
    start_day: z.string(),
    learns: z.boolean(),
    rank: z.number(),
  }),
});

export const learnerCount = defineQuery({
  name: 'learners.count',
  sql: `SELECT count() AS total FROM (${listed})`,
  params: Filter,
  row: z.object({ total: WholeNumber }),
});

/** Of some enrolments: when anything last arrived, and the last day with an event. */
export const lastSigns = defineQuery({
  name: 'learners.last-signs',
  sql: `
    SELECT run, learner_pid, max(stored) AS synced_at, max(day) AS last_day
    FROM statements
    WHERE tenant = {tenant:String} AND run IN {runs:Array(String)} AND learner_pid IN {pids:Array(String)}
      AND ${counted}
    GROUP BY run, learner_pid`,
  params: z.object({ tenant: z.string(), runs: z.array(z.string()), pids: z.array(z.string()) }),
  row: z.object({ run: z.string(), learner_pid: z.string(), synced_at: z.string(), last_day: z.string() }),
});
