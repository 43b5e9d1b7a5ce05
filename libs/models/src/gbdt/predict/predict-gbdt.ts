import { alignFeatures, type FeatureMatrix } from '../../feature-matrix.js';
import { linkOf } from '../objectives/link.js';
import type { GbdtModel } from '../tree.js';
import { addDecidedScores, areSmall } from './decision-tables.js';
import { addRawScores } from './raw-scores.js';

/**
 * Raw score of each row: log-odds for `binary`, the value for `regression`.
 * @param matrix has the model's features by name, in any order
 * @throws RangeError naming the features that are missing
 */
export function predictRaw(model: GbdtModel, matrix: FeatureMatrix): Float64Array {
  const scores = new Float64Array(matrix.rows);
  const features = alignFeatures(matrix, model.featureNames);
  if (areSmall(model.trees)) addDecidedScores(model.trees, features.columns, scores);
  else addRawScores(model.trees, features, scores);
  return model.averageOutput ? scores.map((score) => score / model.trees.length) : scores;
}

/** What the model predicts, by its objective: a probability, an expected count, a value. */
export function predictGbdt(model: GbdtModel, matrix: FeatureMatrix): Float64Array {
  return predictRaw(model, matrix).map(linkOf(model.objective));
}
