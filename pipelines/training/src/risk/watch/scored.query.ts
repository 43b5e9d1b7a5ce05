import * as z from 'zod';
import { defineQuery, horizonList, WholeNumber } from '#libs/clickhouse';
import { RunFacts } from '../run-facts.query.js';

/** Runs of which a model has scored somebody since a day, with what their outcomes are judged by. */
export const runsScored = defineQuery({
  name: 'runs that a model has scored',
  sql: `
    SELECT run, code, toString(start_day) AS start, if(isNull(end_day), NULL, toString(end_day)) AS end, silent, silent_days AS silentDays,
      scored.learners AS learners
    FROM runs AS r FINAL
    INNER JOIN (
      SELECT run, uniqExact(learner_pid) AS learners FROM scorings
      WHERE tenant = {tenant:String} AND asof > {since:Date32} AND model = {model:String}
      GROUP BY run
    ) AS scored ON scored.run = r.run
    WHERE tenant = {tenant:String}
    ORDER BY run`,
  params: z.object({ tenant: z.string(), model: z.string(), since: z.iso.date() }),
  row: RunFacts.extend({ learners: WholeNumber }),
});

/** SQL: a figure that was kept with a score; see `readFigures`. Null where it was unknown, or is not there. */
const figureIn = (names: string, figures: string, name: string): string =>
  `if(${names} = '', JSONExtract(${figures}, ${name}, 'Nullable(Float64)'),
        JSONExtract(${figures}, indexOf(splitByChar(',', ${names}), ${name}), 'Nullable(Float64)'))`;

/** The same learners each week, and of every run. */
const SAMPLED = 'cityHash64(learner_pid) % {every:UInt32} = 0';
const Sample = z.object({
  tenant: z.string(),
  run: z.string(),
  model: z.string(),
  /** One learner of so many. */
  every: z.int().positive(),
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
      probability[indexOf(${horizonList}, {horizon:String})] AS said,
      ${figureIn('toString(feature_names)', 'features', "'elapsed_days'")} AS elapsed,
      (toInt32(ifNull(elapsed, 0)) % 7, -toUnixTimestamp64Milli(scored_at)) AS nearest,
      argMin(tuple(s.asof, assumeNotNull(said), toString(s.feature_names), s.features), nearest) AS found
    SELECT learner_pid AS learner, toString(found.1) AS day, found.2 AS chance,
      arrayMap(name -> ${figureIn('found.3', 'found.4', 'name')}, {figures:Array(String)}) AS values
    FROM scorings AS s
    WHERE tenant = {tenant:String} AND run = {run:String} AND model = {model:String}
      AND asof > {week:Date32} AND asof <= {week:Date32} + 7 AND isNotNull(said) AND ${SAMPLED}
    GROUP BY learner_pid ORDER BY learner_pid`,
  params: Sample.extend({
    horizon: z.string(),
    week: z.iso.date(),
    figures: z.array(z.string()),
  }),
  row: z.object({
    learner: z.string(),
    day: z.iso.date(),
    chance: z.number(),
    /** In the order of `figures`. */
    values: z.array(z.number().nullable()),
  }),
});

/** The first that a model said of each learner since a day, for each horizon. */
export const firstChances = defineQuery({
  name: 'first chances of learners',
  sql: `
    SELECT learner_pid AS learner, horizon, toString(argMin(s.asof, scored_at)) AS day,
      argMin(assumeNotNull(said), scored_at) AS chance
    FROM scorings AS s
    ARRAY JOIN ${horizonList} AS horizon, probability AS said
    WHERE tenant = {tenant:String} AND run = {run:String} AND model = {model:String} AND asof > {since:Date32}
      AND isNotNull(said) AND ${SAMPLED}
    GROUP BY learner_pid, horizon ORDER BY learner_pid, horizon`,
  params: Sample.extend({ since: z.iso.date() }),
  row: z.object({
    learner: z.string(),
    horizon: z.enum(['7', '14', '28', 'end']),
    day: z.iso.date(),
    chance: z.number(),
  }),
});
