import * as z from 'zod';
import { atHorizon } from '#libs/clickhouse';
import { freshScores } from './fresh-scores.js';
import { levelOf } from './risk-bars.service.js';
import { SilenceParameters, silences } from './silence.js';

/** Parameters of `learnerStates`: with `barParameters` of the runs that are going on. */
export const StateParameters = SilenceParameters.extend({
  contactBars: z.array(z.number()),
  watchBars: z.array(z.number()),
  /** Of `freshSince`. */
  since: z.string(),
  /** Who is on duty, leave or holiday today by the roster: pids. */
  onDuty: z.array(z.string()),
});

/**
 * SQL of `silences` with the newest chance of leaving within 14 days: `s` (time, abstained, probability, lower, upper,
 * model, reasons, silence, day before which events were seen, names of features, features) and its `level`; `offline` and `away` where the silence was taken for an outage, for holidays
 * or duty, or where the roster tells of duty today.
 */
export const learnerStates = `
  SELECT a.run AS run, a.learner_pid AS learner_pid, a.leaf AS leaf, a.region_path AS region_path,
    a.silent AS silent,
    if(n.learner_pid = '', tuple(toDateTime64(0, 3, 'UTC'), 'no-model', NULL, NULL, NULL, '', '', '', toDate32(0), '', ''), n.s) AS s,
    JSONExtractString(s.8, 'kind') = 'outage' AS offline,
    JSONExtractString(s.8, 'kind') = 'holiday-or-duty' OR a.learner_pid IN {onDuty:Array(String)} AS away,
    if(s.2 = '', s.3, NULL) AS probability,
    ${levelOf('run', 'probability')} AS level
  FROM (${silences}) AS a
  LEFT JOIN (
    SELECT run, learner_pid, argMax(tuple(scored_at, toString(${atHorizon('abstained', '14')}),
      ${atHorizon('probability', '14')}, ${atHorizon('lower', '14')}, ${atHorizon('upper', '14')}, toString(model),
      reasons, silence, asof, toString(feature_names), features), scored_at) AS s
    FROM scorings WHERE ${freshScores}
    GROUP BY run, learner_pid
  ) AS n ON n.run = a.run AND n.learner_pid = a.learner_pid`;
