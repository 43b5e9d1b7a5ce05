import * as z from 'zod';
import { defineQuery } from '#libs/clickhouse';
import { readFigures, type FeatureValues } from '#libs/features';

/**
 * What the model saw of learners about a week before `asof`: of the scores of 6 to 9 days before, the newest of the day
 * that is nearest to 7. Those without a chance are none: then the history was too short for figures that say something.
 */
export const weekBefore = defineQuery({
  name: 'figures of a week before',
  sql: `
    SELECT run, learner_pid, nearest.1 AS names, nearest.2 AS figures
    FROM (
      SELECT run, learner_pid, argMin(tuple(feature_names, features),
        tuple(abs(dateDiff('day', asof, {asof:Date32}) - 7), -toUnixTimestamp64Milli(scored_at))) AS nearest
      FROM scorings
      WHERE tenant = {tenant:String} AND run IN {runs:Array(String)} AND arrayExists(why -> why = '', abstained)
        AND asof >= {asof:Date32} - 9 AND asof <= {asof:Date32} - 6
        AND (empty({learners:Array(String)}) OR learner_pid IN {learners:Array(String)})
      GROUP BY run, learner_pid
    )`,
  params: z.object({
    tenant: z.string(),
    runs: z.array(z.string()),
    asof: z.string(),
    /** Empty = everybody. */
    learners: z.array(z.string()),
  }),
  row: z.object({ run: z.string(), learner_pid: z.string(), names: z.string(), figures: z.string() }),
});

/** Of a run, by learner. */
export const figuresOf = (
  rows: readonly z.infer<(typeof weekBefore)['row']>[],
  run: string,
): Map<string, FeatureValues> =>
  new Map(
    rows
      .filter((row) => row.run === run)
      .map(({ learner_pid, names, figures }) => [learner_pid, readFigures(names, figures)]),
  );
