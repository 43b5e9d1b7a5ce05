import type { FeatureMatrix } from '../../feature-matrix.js';
import { SeededRandom } from '../../random.js';
import { type BinnedDataset, binDataset, drawRows } from './binned-dataset.js';
import { type GrownTree, leafOfRow, toTree } from './grown-tree.js';
import { objectives } from './objective.js';
import { type GbdtParameters, resolveGbdtParameters } from './parameters.js';
import { addRawScores } from './predict-gbdt.js';
import type { GbdtModel, Tree } from './tree.js';
import { TreeGrower } from './tree-grower.js';

/** Rows to learn from or to judge by. */
export interface LabelledRows {
  readonly features: FeatureMatrix;
  /** 0 or 1 for `binary`; any finite number for `regression`. */
  readonly labels: Float64Array;
  /** One weight >= 0 per row; left out = all 1. */
  readonly weights?: Float64Array;
}

export interface GbdtTraining {
  /** With a validation set, cut at the iteration of the lowest validation loss when early stopping is on. */
  readonly model: GbdtModel;
  /** Every tree that was grown, those after the best iteration included. */
  readonly grown: readonly Tree[];
  /** Mean validation loss after each tree that was grown; empty without a validation set. */
  readonly validationLoss: readonly number[];
}

/**
 * Trains histogram gradient-boosted trees (Friedman 2001; Ke et al. 2017). The same rows, parameters and seed give
 * the same model.
 * @throws RangeError where parameters, labels or weights are out of range or lengths differ
 */
export function trainGbdt(
  training: LabelledRows,
  given: Partial<GbdtParameters> = {},
  validation?: LabelledRows,
): GbdtTraining {
  const parameters = resolveGbdtParameters(given, training.features.columns.length);
  checkRows(training, parameters);
  if (validation !== undefined) checkRows(validation, parameters);
  const random = new SeededRandom(parameters.seed);
  const data = binDataset(training.features, parameters.maxBin, parameters.minDataInBin, random);
  const objective = objectives[parameters.objective];
  const { labels } = training;
  const weights = training.weights ?? null;

  const startScore = objective.startScore(labels, weights);
  const scores = new Float64Array(data.rows).fill(startScore);
  const validationScores = new Float64Array(validation?.labels.length ?? 0);
  const gradients = new Float64Array(data.rows);
  const hessians = new Float64Array(data.rows);
  const grower = new TreeGrower(data, parameters);
  const splittable = Int32Array.from(data.mappers.keys()).filter((f) => data.mappers[f]!.numBins > 1);
  const bagging = parameters.baggingFreq > 0 && parameters.baggingFraction < 1;
  const sampling = bagging || parameters.featureFraction < 1;

  const trees: Tree[] = [];
  const validationLoss: number[] = [];
  let bestTrees = 0;
  let bag: Int32Array | null = null;
  for (let iteration = 0; iteration < parameters.numIterations; iteration++) {
    objective.derivatives(scores, labels, weights, gradients, hessians);
    if (bagging && iteration % parameters.baggingFreq === 0) {
      bag = drawRows(data.rows, Math.max(1, Math.floor(data.rows * parameters.baggingFraction)), random);
    }
    const features = drawFeatures(splittable, parameters.featureFraction, random);
    const grown = grower.grow(gradients, hessians, bag, features);
    if (grown.numLeaves === 1) {
      // Nothing left to split. Another sample may still find something; the whole data cannot.
      if (sampling) continue;
      break;
    }
    updateScores(scores, grown, data, bag, parameters.learningRate);
    const tree = toTree(grown, data, parameters.learningRate, trees.length === 0 ? startScore : 0);
    trees.push(tree);
    if (validation === undefined) continue;
    addRawScores([tree], validation.features, validationScores);
    validationLoss.push(objective.loss(validationScores, validation.labels, validation.weights ?? null));
    if (validationLoss[trees.length - 1]! < (validationLoss[bestTrees - 1] ?? Infinity)) {
      bestTrees = trees.length;
    }
    if (parameters.earlyStoppingRounds > 0 && trees.length - bestTrees >= parameters.earlyStoppingRounds)
      break;
  }
  if (trees.length === 0) trees.push(constantTree(startScore, data.rows));
  const keep =
    validation !== undefined && parameters.earlyStoppingRounds > 0 ? Math.max(1, bestTrees) : undefined;
  const model: GbdtModel = {
    kind: 'gbdt',
    parameters,
    featureNames: [...training.features.names],
    featureRanges: data.mappers.map((mapper) => mapper.range),
    trees: trees.slice(0, keep),
  };
  return { model, grown: trees, validationLoss };
}

function checkRows({ features, labels, weights }: LabelledRows, { objective }: GbdtParameters): void {
  if (labels.length === 0) throw new RangeError('no rows to learn from');
  if (features.rows !== labels.length) {
    throw new RangeError(`${String(features.rows)} rows of features for ${String(labels.length)} labels`);
  }
  if (weights !== undefined && weights.length !== labels.length) {
    throw new RangeError(`${String(weights.length)} weights for ${String(labels.length)} labels`);
  }
  const wrong = labels.findIndex((label) =>
    objective === 'binary' ? label !== 0 && label !== 1 : !Number.isFinite(label),
  );
  if (wrong >= 0)
    throw new RangeError(`label ${String(labels[wrong])} in row ${String(wrong)} is not allowed`);
  if (weights?.some((weight) => !(weight >= 0 && weight < Infinity)) === true) {
    throw new RangeError('weights must be finite and not negative');
  }
}

function drawFeatures(splittable: Int32Array, fraction: number, random: SeededRandom): Int32Array {
  if (fraction >= 1 || splittable.length === 0) return splittable;
  const wanted = Math.max(1, Math.round(splittable.length * fraction));
  return drawRows(splittable.length, wanted, random).map((index) => splittable[index]!);
}

function updateScores(
  scores: Float64Array,
  grown: GrownTree,
  data: BinnedDataset,
  bag: Int32Array | null,
  learningRate: number,
): void {
  if (bag !== null) {
    for (let row = 0; row < data.rows; row++) {
      scores[row]! += grown.leafValue[leafOfRow(grown, data, row)]! * learningRate;
    }
    return;
  }
  for (let leaf = 0; leaf < grown.numLeaves; leaf++) {
    const step = grown.leafValue[leaf]! * learningRate;
    const begin = grown.leafBegin[leaf]!;
    const end = begin + grown.leafCount[leaf]!;
    for (let i = begin; i < end; i++) scores[grown.rows[i]!]! += step;
  }
}

/** The ensemble of a table that nothing can be learnt from: the start score for everybody. */
function constantTree(value: number, count: number): Tree {
  return {
    numLeaves: 1,
    splitFeature: [],
    splitGain: [],
    threshold: [],
    decisionType: [],
    leftChild: [],
    rightChild: [],
    leafValue: [value],
    leafWeight: [0],
    leafCount: [count],
    internalValue: [],
    internalWeight: [],
    internalCount: [],
    shrinkage: 1,
  };
}
