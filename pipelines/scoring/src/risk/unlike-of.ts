import type { ClickHouse } from '#libs/clickhouse';
import { featureNames, featureVector, landmarkQuery, runDaysOf, type FeatureRow } from '#libs/features';
import { featureMatrixFromRows, unlikeAnySeen, type RiskModel } from '#libs/models';
import { Believed } from './believed.js';
import type { RunDay } from './usual-of.js';

interface Active {
  readonly version: string;
  readonly model: RiskModel;
}

export type UnlikeByHorizon = ReturnType<typeof unlikeAnySeen>;

/** Whether a run is unlike all that a model has learnt from. @param cohort everybody who is in it at one landmark */
export function unlikeOf({ model }: Pick<Active, 'model'>, cohort: readonly FeatureRow[]): UnlikeByHorizon {
  const figure = (row: FeatureRow, name: string): number | null =>
    typeof row[name] === 'number' ? row[name] : null;
  return unlikeAnySeen(model, {
    features: featureMatrixFromRows(featureNames, cohort.map(featureVector)),
    day: cohort.map((row) => figure(row, 'elapsed_days') ?? 0),
    runDays: cohort.map((row) =>
      runDaysOf({
        elapsed_days: figure(row, 'elapsed_days'),
        progress_share: figure(row, 'progress_share'),
      }),
    ),
  });
}

/** The same of a run of which only some are scored. @param now the tenant's clock */
export type UnlikeOf = (active: Active, of: RunDay, now: Date) => Promise<UnlikeByHorizon>;

/** Asks for each run and model at most once an hour: it takes everybody's figures, and one event changes nothing. */
export function createUnlikeOf(clickhouse: Pick<ClickHouse, 'query'>): UnlikeOf {
  const believed = new Believed<UnlikeByHorizon>();
  return (active, { tenant, run, asof }, now) =>
    believed.of(`${tenant} ${run} ${active.version}`, asof, now, async () =>
      unlikeOf(
        active,
        await clickhouse.query(landmarkQuery, { tenant, run, asof, offsets: [], learners: [] }),
      ),
    );
}
