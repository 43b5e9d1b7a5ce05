import { alignFeatures, type FeatureMatrix } from '../../feature-matrix.js';
import { linkOf } from '../objectives/link.js';
import type { GbdtModel } from '../tree.js';
import { type Asked, askedMatrices } from './asked.js';
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
  if (areSmall(model.trees)) addDecidedScores(model.trees, features.columns, [scores]);
  else addRawScores(model.trees, features, scores);
  return model.averageOutput ? scores.map((score) => score / model.trees.length) : scores;
}

/** The same where a feature is no column but asked about at several values: the scores at each of them. */
export function predictRawAt(model: GbdtModel, matrix: FeatureMatrix, asked: Asked): Float64Array[] {
  const feature = model.featureNames.indexOf(asked.name);
  const [first] = askedMatrices(matrix, asked);
  if (first === undefined || feature < 0 || model.averageOutput || !areSmall(model.trees))
    return askedMatrices(matrix, asked).map((one) => predictRaw(model, one));
  const scores = asked.values.map(() => new Float64Array(matrix.rows));
  const { columns } = alignFeatures(first, model.featureNames);
  addDecidedScores(model.trees, columns, scores, { feature, values: asked.values });
  return scores;
}

/** What the model predicts, by its objective: a probability, an expected count, a value. */
export function predictGbdt(model: GbdtModel, matrix: FeatureMatrix): Float64Array {
  return predictRaw(model, matrix).map(linkOf(model.objective));
}
