import { type FeatureMatrix, selectRows } from '../feature-matrix.js';
import { SeededRandom } from '../random.js';
import type { GbdtParameters } from '../gbdt/parameters.js';
import { trainGbdt } from '../gbdt/train-gbdt.js';
import type { GbdtModel } from '../gbdt/tree.js';

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

export interface CrossFit {
  /** Trained on all rows. */
  readonly model: GbdtModel;
  /** One per fold, trained on the other folds, with as many trees as `model`. */
  readonly foldModels: readonly GbdtModel[];
}

/**
 * Trains one model per fold on the other folds, then one on all rows. The number of trees is where the mean held-out
 * loss of the folds is lowest, so that neither has to be guessed.
 * @param foldOfRow 0 to folds - 1 for each row
 */
export function crossFit(
  features: FeatureMatrix,
  labels: Float64Array,
  foldOfRow: Int32Array,
  parameters: Partial<GbdtParameters>,
): CrossFit {
  const folds = foldOfRow.reduce((most, fold) => Math.max(most, fold), 0) + 1;
  const rowsWhere = (keep: (fold: number) => boolean): Int32Array =>
    Int32Array.from(foldOfRow.keys()).filter((row) => keep(foldOfRow[row]!));
  const part = (rows: Int32Array): { features: FeatureMatrix; labels: Float64Array } => ({
    features: selectRows(features, rows),
    labels: Float64Array.from(rows, (row) => labels[row]!),
  });
  const lossAfter: number[] = [];
  const trained = Array.from({ length: folds }, (_, fold) => {
    const heldOut = rowsWhere((f) => f === fold);
    const { model, grown, validationLoss } = trainGbdt(
      part(rowsWhere((f) => f !== fold)),
      { ...parameters, earlyStoppingRounds: PATIENCE },
      part(heldOut),
    );
    validationLoss.forEach((loss, tree) => {
      lossAfter[tree] = (lossAfter[tree] ?? 0) + (loss * heldOut.length) / labels.length;
    });
    return { ...model, trees: grown };
  });
  // Beyond the first fold that stopped, sums lack a part.
  const comparable = lossAfter.slice(0, Math.min(...trained.map(({ trees }) => trees.length)));
  const numIterations = Math.max(1, comparable.indexOf(Math.min(...comparable)) + 1);
  return {
    model: trainGbdt({ features, labels }, { ...parameters, numIterations }).model,
    foldModels: trained.map((model) => ({ ...model, trees: model.trees.slice(0, numIterations) })),
  };
}
