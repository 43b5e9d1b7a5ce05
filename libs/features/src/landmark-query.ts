import * as z from 'zod';
import { allFeatures, cohortFeatures, features } from './catalogue.js';

/**
 * Features of the learners of a run as of landmarks, one row a learner and landmark.
 *
 * Landmarks: `offsets` are days of the learner's own clock (0 = start of the run; of the enrolment where the run is
 * rolling), or, where that list is empty, the one calendar day `asof`. Events of days before the landmark count.
 * Population (who is still to be predicted): registered before the landmark and not left before it. Who is merely
 * silent stays in, until the silence has lasted so long that the run counts it as leaving (status `silent`). `learners` narrows the answer, never the cohort that the places are counted in; empty = everybody.
 */
const ownSql = (ofRuns: string): string => `
WITH
  due_days AS (
    SELECT run, groupArray((cityHash64(activity), due_day)) AS list FROM activities FINAL
    WHERE tenant = {tenant:String} AND ${ofRuns} AND isNotNull(due_day)
    GROUP BY run
  ),
  calendar AS (
    SELECT r.run AS run, r.start_day AS start_day, r.end_day AS end_day, r.rolling AS rolling, d.list AS list
    FROM (SELECT run, start_day, end_day, rolling FROM runs FINAL WHERE tenant = {tenant:String} AND ${ofRuns}) AS r
    LEFT JOIN due_days AS d ON d.run = r.run
  ),
  landmarks AS (
    SELECT
      e.run AS run, learner_pid, registered_day,
      if(c.rolling, e.start_day, c.start_day) AS start_day,
      arrayJoin(if(empty({offsets:Array(Int32)}), [toDate32({asof:Date32})], arrayMap(t -> start_day + t, {offsets:Array(Int32)}))) AS asof,
      dateDiff('day', start_day, asof) AS elapsed,
      dateDiff('day', registered_day, asof) AS known_days,
      ifNull(dateDiff('day', c.start_day, c.end_day), 0) AS length,
      arrayMap(x -> x.1, arrayFilter(x -> x.2 < elapsed, c.list)) AS due
    FROM (SELECT * FROM enrolments FINAL WHERE tenant = {tenant:String} AND ${ofRuns}) AS e
    INNER JOIN calendar AS c ON c.run = e.run
    WHERE registered_day < asof
      AND NOT (status NOT IN ('registered', 'started') AND ifNull(status_day < asof, false))
  ),
  days AS (
    SELECT * FROM learner_days FINAL WHERE tenant = {tenant:String} AND ${ofRuns}
  ),
  own AS (
    SELECT
      l.run AS run, l.learner_pid AS learner_pid, l.asof AS asof,
${features.map(({ name, sql }) => `      CAST(${sql} AS Nullable(Float64)) AS ${name}`).join(',\n')}
    FROM landmarks AS l LEFT JOIN days AS d ON d.run = l.run AND d.learner_pid = l.learner_pid AND d.day < l.asof
    GROUP BY l.run, l.learner_pid, l.asof, l.elapsed, l.known_days, l.length, l.start_day, l.registered_day
  )`;

/** Of those who have the figure: (fewer + fewer or as many) / 2n; both counts from one sorted window. */
const place = (of: string): string =>
  `if(isNull(${of}), NULL, (rank() OVER (PARTITION BY run, asof ORDER BY ${of}) - 1 + count(${of}) OVER (PARTITION BY run, asof ORDER BY ${of})) / (2 * count(${of}) OVER (PARTITION BY run, asof)))`;

const placedSql = (ofRuns: string): string => `${ownSql(ofRuns)},
  placed AS (
    SELECT *,
${cohortFeatures.map(({ name, of }) => `      CAST(${place(of)} AS Nullable(Float64)) AS ${name}`).join(',\n')}
    FROM own
  )`;
const NARROWED = 'empty({learners:Array(String)}) OR learner_pid IN {learners:Array(String)}';

const landmark = z.object({ learner_pid: z.string(), asof: z.string() });
export type FeatureRow = z.infer<typeof landmark> & Readonly<Record<string, number | string | null>>;

const common = {
  tenant: z.string(),
  asof: z.string(),
  offsets: z.array(z.number().int()),
  learners: z.array(z.string()),
};

/** A named query for libs/clickhouse. */
export const landmarkQuery = {
  name: 'features as of landmarks',
  sql: `${placedSql('run = {run:String}')}
SELECT * EXCEPT (run) FROM placed WHERE ${NARROWED} ORDER BY learner_pid, asof`,
  params: z.object({ ...common, /** IRI. */ run: z.string() }),
  row: landmark.extend(
    Object.fromEntries(allFeatures.map(({ name }) => [name, z.number().nullable()])),
  ) as unknown as z.ZodType<FeatureRow>,
};

/** Figures of learners of a run as of one calendar day: one column a feature, in the order of `featureNames`. */
export interface Figures {
  /** IRI of the run. */
  readonly run: string;
  readonly learners: readonly string[];
  /** null = unknown. */
  readonly columns: readonly (readonly (number | null)[])[];
}

/**
 * The same figures by column, one row a run that has learners: what scores thousands of learners spends no time on making
 * and checking an object for each, which took as long as the engine did. Several runs at once: of one run of 2,000 the
 * engine was busy for 70 ms, 40 of them with understanding the question.
 */
export const figuresQuery = {
  name: 'figures of learners',
  sql: `${placedSql('run IN {runs:Array(String)}')}
SELECT run, groupArray(learner_pid) AS learners,
  [
${allFeatures.map(({ name }) => `    groupArray(ifNull(${name}, nan))`).join(',\n')}
  ] AS columns
FROM placed
WHERE ${NARROWED}
GROUP BY run`,
  params: z.object({ ...common, /** IRIs. */ runs: z.array(z.string()) }),
  row: z.object({
    run: z.string(),
    learners: z.array(z.string()),
    columns: z.array(z.array(z.number().nullable())),
  }) satisfies z.ZodType<Figures>,
};

/** The model's input of a row, in the order of `featureNames`; NaN = unknown. */
export function featureVector(row: FeatureRow): number[] {
  return allFeatures.map(({ name }) => {
    const value = row[name];
    return typeof value === 'number' ? value : Number.NaN;
  });
}
