import { alignFeatures, type FeatureMatrix } from '../feature-matrix.js';
import type { GbdtParameters } from '../gbdt/parameters.js';
import { type Asked, askedMatrices } from '../gbdt/predict/asked.js';
import { predictRaw, predictRawAt } from '../gbdt/predict/predict-gbdt.js';
import { meanShapTable, meanTable, shapTable, type ShapTable } from '../gbdt/predict/tree-shap.js';
import { type LabelledRows, trainGbdt } from '../gbdt/train-gbdt.js';
import type { GbdtModel, Tree } from '../gbdt/tree.js';
import { logisticLoss } from '../numeric.js';
import { logisticContributions, type LogisticModel, logisticScores, trainLogistic } from './logistic.js';

/**
 * Log-odds as the sum of a line and of trees that mend it, as plain JSON. What a few hundred learners teach carries over
 * to another course as a line does: trees earn their place where they help in runs that they have not seen.
 */
export interface BoostedLine {
  readonly line: LogisticModel;
  /** null where no tree helped. */
  readonly trees: GbdtModel | null;
}

export interface BoostedLineOptions {
  /** Rows that tell as much as one: landmarks of a learner repeat themselves, and penalties count by learner. */
  readonly alike: number;
  /** See `LogisticOptions`. */
  readonly penalties?: Readonly<Record<string, number>>;
  /** Line and trees are held to them; see `LogisticOptions`. */
  readonly directions?: Readonly<Record<string, 1 | -1>>;
  readonly boosting: Partial<GbdtParameters>;
}

/** Of what one standard deviation of a feature adds to the log-odds: a prior of variance 1/3. */
const LINE_LAMBDA = 3;

/** A model and how well it does on rows that were held out, as trees are added. */
export interface GrownLine {
  readonly model: BoostedLine;
  /** Mean log loss of the held-out rows: of the line alone, then after each tree. */
  readonly heldOutLoss: readonly number[];
}

/**
 * A line by penalised logistic regression, then `numIterations` trees on what it leaves. With held-out rows more trees
 * grow as long as they help there.
 */
export function trainBoostedLine(
  training: LabelledRows,
  { alike, penalties, directions, boosting }: BoostedLineOptions,
  heldOut?: LabelledRows,
): GrownLine {
  const line = trainLogistic(training, {
    lambda: LINE_LAMBDA * alike,
    ...(penalties !== undefined && { penalties }),
    ...(directions !== undefined && { directions }),
  });
  const beginningAt = (rows: LabelledRows): LabelledRows => ({
    ...rows,
    offsets: logisticScores(line, rows.features),
  });
  const judged = heldOut && beginningAt(heldOut);
  const lineLoss = judged === undefined ? [] : [meanLoss(judged.offsets!, judged.labels)];
  if (boosting.numIterations === 0) return { model: { line, trees: null }, heldOutLoss: lineLoss };
  const monotoneConstraints = training.features.names.map((name) => directions?.[name] ?? 0);
  const { model, grown, validationLoss } = trainGbdt(
    beginningAt(training),
    { ...boosting, objective: 'binary', monotoneConstraints },
    judged,
  );
  return { model: { line, trees: withTrees(model, grown) }, heldOutLoss: [...lineLoss, ...validationLoss] };
}

/** The model with its first trees alone. */
export function firstTrees({ line, trees }: BoostedLine, count: number): BoostedLine {
  return { line, trees: trees && withTrees(trees, trees.trees.slice(0, count)) };
}

function withTrees(model: GbdtModel, trees: readonly Tree[]): GbdtModel | null {
  return trees.some(({ numLeaves }) => numLeaves > 1) ? { ...model, trees } : null;
}

function meanLoss(scores: Float64Array, labels: Float64Array): number {
  return scores.reduce((sum, score, row) => sum + logisticLoss(score, labels[row]!), 0) / labels.length;
}

/**
 * Log-odds of each row.
 * @throws RangeError naming the features that are missing
 */
export function boostedScores({ line, trees }: BoostedLine, matrix: FeatureMatrix): Float64Array {
  const scores = logisticScores(line, matrix);
  if (trees === null) return scores;
  const corrections = predictRaw(trees, matrix);
  return scores.map((score, row) => score + corrections[row]!);
}

/** The same at each value of a feature that is no column but asked about. */
export function boostedScoresAt(
  { line, trees }: BoostedLine,
  matrix: FeatureMatrix,
  asked: Asked,
): Float64Array[] {
  const scores = askedMatrices(matrix, asked).map((one) => logisticScores(line, one));
  if (trees === null) return scores;
  predictRawAt(trees, matrix, asked).forEach((corrections, at) => {
    const sums = scores[at]!;
    for (let row = 0; row < sums.length; row++) sums[row]! += corrections[row]!;
  });
  return scores;
}

/** Shapley values of each row: those of the line and those of the trees, since they are additive over models. */
export function boostedContributions({ line, trees }: BoostedLine, matrix: FeatureMatrix): ShapTable {
  const ofLine = logisticContributions(line, matrix);
  return trees === null ? ofLine : sumOf(ofLine, shapTable(trees, alignFeatures(matrix, line.featureNames)));
}

/** The mean of them over the values at which a feature is asked about; it is among the features. */
export function meanBoostedContributions(
  { line, trees }: BoostedLine,
  matrix: FeatureMatrix,
  asked: Asked,
): ShapTable {
  const ofLine = meanTable(askedMatrices(matrix, asked).map((one) => logisticContributions(line, one)));
  return trees === null ? ofLine : sumOf(ofLine, meanShapTable(trees, matrix, asked));
}

/** @param own of the same features; what is added to */
function sumOf(own: ShapTable, other: ShapTable): ShapTable {
  own.contributions.forEach((sum, feature) => {
    const parts = other.contributions[feature]!;
    for (let row = 0; row < sum.length; row++) sum[row]! += parts[row]!;
  });
  return { baseValue: own.baseValue + other.baseValue, contributions: own.contributions };
}
