import type { Horizon } from '#libs/contracts';
import { figuresOf, rankOutcomes, type LandmarkTable } from '#libs/models';
import { filterLandmarks } from '../join-landmarks.js';
import { labelOf } from '../target.js';

/** Landmarks whose outcome is known at a horizon. */
export interface KnownOutcomes {
  readonly table: LandmarkTable;
  readonly labels: Float64Array;
  /** Learner-runs; with an outcome of 1 at some landmark; with one of 0 at some. */
  readonly learners: number;
  readonly positives: number;
  readonly negatives: number;
}

export function knownOutcomes(all: LandmarkTable, horizon: Horizon): KnownOutcomes {
  const table = filterLandmarks(all, (row) => labelOf(horizon, row) !== null);
  const labels = Float64Array.from(table.rows, (row) => labelOf(horizon, row) ?? NaN);
  const who = table.rows.map(({ group, learner }) => JSON.stringify([group, learner]));
  const learnersWith = (label: 0 | 1): number => new Set(who.filter((_, row) => labels[row] === label)).size;
  return {
    table,
    labels,
    learners: new Set(who).size,
    positives: learnersWith(1),
    negatives: learnersWith(0),
  };
}

export interface LossAndRanking {
  /** Nats. */
  readonly logLoss: number;
  readonly auc: number;
}

/** Of all landmarks together, which are ranked once; `weights` = how often each counts. */
export function lossAndRanking(
  labels: Float64Array,
  chances: Float64Array,
): (weights?: Float64Array) => LossAndRanking {
  // without the calibration line, which would be fitted anew for each resample
  const ranked = { ...rankOutcomes(labels, chances), lines: null };
  return (weights) => {
    const { logLoss, auc } = figuresOf(ranked, [], weights);
    return { logLoss, auc };
  };
}
