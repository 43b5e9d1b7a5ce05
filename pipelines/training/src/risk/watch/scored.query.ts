import * as z from 'zod';
import { defineQuery, horizonList } from '#libs/clickhouse';
import { readFigures } from '#libs/features';

/** Runs of which a model has scored somebody since a day, with what their outcomes are judged by. */
export const runsScored = defineQuery({
  name: 'runs that a model has scored',
  sql: `
    SELECT run, code, toString(start_day) AS start, if(isNull(end_day), NULL, toString(end_day)) AS end, silent, silent_days AS silentDays
    FROM runs FINAL
    WHERE tenant = {tenant:String} AND run IN (
      SELECT run FROM scorings WHERE tenant = {tenant:String} AND asof > {since:Date32} AND model = {model:String}
    )
    ORDER BY run`,
  params: z.object({ tenant: z.string(), model: z.string(), since: z.string() }),
  row: z.object({
    run: z.string(),
    code: z.string(),
    start: z.iso.date(),
    end: z.iso.date().nullable(),
    silent: z.boolean(),
    silentDays: z.number(),
  }),
});

/**
 * What a model said in a week, once for each learner: on the day that lies nearest after a whole week of their clock, as
 * the landmarks that it learnt from do. `asof` is the day before which events were seen, so a week's scores are those
 * of Tuesday to the next Monday.
 */
export const scoredInWeek = defineQuery({
  name: 'scores of a week',
  sql: `
    WITH
      indexOf(splitByChar(',', toString(feature_names)), 'elapsed_days') AS place,
      if(place = 0, JSONExtractFloat(features, 'elapsed_days'), JSONExtractFloat(features, place)) AS elapsed,
      (toInt32(elapsed) % 7, -toUnixTimestamp64Milli(scored_at)) AS nearest,
      probability[indexOf(${horizonList}, {horizon:String})] AS said
    SELECT learner_pid AS learner, toString(argMin(s.asof, nearest)) AS day, argMin(said, nearest) AS chance,
      argMin(toString(feature_names), nearest) AS names, argMin(features, nearest) AS figures
    FROM scorings AS s
    WHERE tenant = {tenant:String} AND run = {run:String} AND model = {model:String}
      AND asof > {week:Date32} AND asof <= {week:Date32} + 7 AND isNotNull(said)
    GROUP BY learner_pid ORDER BY learner_pid`,
  params: z.object({
    tenant: z.string(),
    run: z.string(),
    horizon: z.string(),
    model: z.string(),
    week: z.string(),
  }),
  row: z
    .object({
      learner: z.string(),
      day: z.iso.date(),
      chance: z.number(),
      names: z.string(),
      figures: z.string(),
    })
    .transform(({ names, figures, ...row }) => ({ ...row, figures: readFigures(names, figures) })),
});

/** The first that a model said of each learner since a day, for each horizon. */
export const firstChances = defineQuery({
  name: 'first chances of learners',
  sql: `
    SELECT learner_pid AS learner, horizon, toString(argMin(s.asof, scored_at)) AS day, argMin(said, scored_at) AS chance
    FROM scorings AS s
    ARRAY JOIN ${horizonList} AS horizon, probability AS said
    WHERE tenant = {tenant:String} AND run = {run:String} AND model = {model:String} AND asof > {since:Date32}
      AND isNotNull(said)
    GROUP BY learner_pid, horizon ORDER BY learner_pid, horizon`,
  params: z.object({ tenant: z.string(), run: z.string(), model: z.string(), since: z.string() }),
  row: z.object({
    learner: z.string(),
    horizon: z.enum(['7', '14', '28', 'end']),
    day: z.iso.date(),
    chance: z.number(),
  }),
});
