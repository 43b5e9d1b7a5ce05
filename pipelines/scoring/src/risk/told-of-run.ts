import type { ClickHouse } from '#libs/clickhouse';
import { usualFigures, type FeatureValues } from '#libs/features';
import { Believed } from './believed.js';
import { type Landmarks, nobody, readLandmarksNow } from './landmarks.js';
import type { ScoringModel } from './scoring-model.js';
import { unlikeOf, type UnlikeByHorizon } from './unlike-of.js';

interface RunDay {
  readonly tenant: string;
  /** IRI. */
  readonly run: string;
  /** YYYY-MM-DD. */
  readonly asof: string;
}

/** What is to be known of a whole run to score some of its learners. */
export interface ToldOfRun {
  /** What is usual in it. */
  readonly usual: FeatureValues;
  /** Why it is unlike all that the model has learnt from. */
  readonly unlike: UnlikeByHorizon;
}

/** @param now the tenant's clock */
export type RunTold = (active: ScoringModel, of: RunDay, now: Date) => Promise<ToldOfRun>;

/** @param everybody who is in the run */
export const toldOf = ({ model }: ScoringModel, { figures }: Landmarks): ToldOfRun => ({
  usual: usualFigures(figures),
  unlike: unlikeOf(model, figures),
});

/**
 * Asks for each run and model at most once an hour: it takes everybody's figures, and an event of one learner moves them
 * by next to nothing.
 */
export function createRunTold(clickhouse: Pick<ClickHouse, 'query'>): RunTold {
  const believed = new Believed<ToldOfRun>();
  return (active, of, now) =>
    believed.of(`${of.tenant} ${of.run} ${active.version}`, of.asof, now, async () => {
      const { tenant, run, asof } = of;
      const asked = { tenant, runs: [run], learners: [], asof };
      const [everybody = nobody(run)] = await readLandmarksNow(clickhouse, asked, new Map());
      return toldOf(active, everybody);
    });
}
