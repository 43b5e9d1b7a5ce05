import { type FeatureMatrix, selectRows } from '../feature-matrix.js';
import type { LabelledRows } from '../gbdt/train-gbdt.js';
import { SeededRandom } from '../random.js';
import {
  type BoostedLine,
  type BoostedLineOptions,
  firstTrees,
  type GrownLine,
  trainBoostedLine,
} from './boosted-line.js';

/** A fold stops when its held-out loss has not fallen for so many trees: the best number will not lie far beyond. */
const PATIENCE = 30;

/**
 * Fold of each unit, units dealt out at random in about equal numbers. Rows of one unit (a learner, a run) share a
 * fold: a learner's landmarks repeat themselves, and a random split of rows would train on what it is judged by.
 */
export function assignFolds(units: readonly string[], folds: number, seed: number): Int32Array {
  const distinct = new SeededRandom(seed).shuffle([...new Set(units)].sort());
  const foldOf = new Map(distinct.map((unit, index) => [unit, index % folds]));
  return Int32Array.from(units, (unit) => foldOf.get(unit)!);
}

export interface Folds {
  /** 0 to folds - 1 for each row: who is judged by whom in `foldModels`. */
  readonly judged: Int32Array;
  /** Folds that no run is shared by, where there are several runs and `judged` are others. */
  readonly byRun?: Int32Array;
}

export interface CrossFit {
  /** Trained on all rows. */
  readonly model: BoostedLine;
  /** One per judged fold, trained on the other folds, with as many trees as `model`. */
  readonly foldModels: readonly BoostedLine[];
}

/**
 * Trains one model per fold on the other folds, then one on all rows. The number of trees, none included, is where the
 * mean held-out loss of the folds is lowest, so that it has not to be guessed: of learners in runs that are known and, where
 * `byRun` is given, of runs that are not, which count alike.
 */
export function crossFit(
  features: FeatureMatrix,
  labels: Float64Array,
  { judged, byRun }: Folds,
  options: BoostedLineOptions,
): CrossFit {
  const table = { features, labels };
  const untilItFails = { ...options, boosting: { ...options.boosting, earlyStoppingRounds: PATIENCE } };
  const grown = growFolds(table, judged, untilItFails);
  const ofRuns = byRun === undefined ? [] : growFolds(table, byRun, untilItFails);
  const numIterations = bestNumber([...grown, ...ofRuns]);
  return {
    model: trainBoostedLine(table, { ...options, boosting: { ...options.boosting, numIterations } }).model,
    foldModels: grown.map(({ model }) => firstTrees(model, numIterations)),
  };
}

interface GrownFold extends GrownLine {
  readonly heldOut: number;
}

function growFolds(table: LabelledRows, foldOfRow: Int32Array, options: BoostedLineOptions): GrownFold[] {
  const folds = foldOfRow.reduce((most, fold) => Math.max(most, fold), 0) + 1;
  const rowsWhere = (keep: (fold: number) => boolean): LabelledRows => {
    const rows = Int32Array.from(foldOfRow.keys()).filter((row) => keep(foldOfRow[row]!));
    return {
      features: selectRows(table.features, rows),
      labels: Float64Array.from(rows, (row) => table.labels[row]!),
    };
  };
  return Array.from({ length: folds }, (_, fold) => {
    const heldOut = rowsWhere((f) => f === fold);
    const grown = trainBoostedLine(
      rowsWhere((f) => f !== fold),
      options,
      heldOut,
    );
    return { ...grown, heldOut: heldOut.labels.length };
  });
}

/** Beyond the first fold that stopped, sums lack a part. */
function bestNumber(folds: readonly GrownFold[]): number {
  const comparable = Math.min(...folds.map(({ heldOutLoss }) => heldOutLoss.length));
  const losses = Array.from({ length: comparable }, (_, trees) =>
    folds.reduce((sum, { heldOutLoss, heldOut }) => sum + heldOutLoss[trees]! * heldOut, 0),
  );
  return losses.indexOf(Math.min(...losses));
}
