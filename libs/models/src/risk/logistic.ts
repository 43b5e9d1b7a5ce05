import { choleskyFactor, solveLower, solveUpper } from '../cholesky.js';
import { alignFeatures, type FeatureColumn, type FeatureMatrix } from '../feature-matrix.js';
import { logistic, logisticLoss } from '../numeric.js';
import type { LabelledRows } from '../gbdt/train-gbdt.js';

/** A logistic regression as plain JSON. */
export interface LogisticModel {
  readonly kind: 'logistic';
  readonly featureNames: readonly string[];
  /** Of the known training values: they replace missing ones and centre the rest. */
  readonly means: readonly number[];
  /** Standard deviations; 1 for a constant feature. */
  readonly scales: readonly number[];
  /** Numbers of the features that were missing somewhere: each has an indicator after the features. */
  readonly indicators: readonly number[];
  readonly intercept: number;
  /** Of the standardised features, then of the indicators. */
  readonly coefficients: readonly number[];
}

type Preparation = Pick<LogisticModel, 'means' | 'scales' | 'indicators'>;

/** Standardised columns and what is fitted to them. */
interface Problem {
  readonly columns: readonly Float64Array[];
  readonly labels: Float64Array;
  readonly weights: Float64Array;
  readonly lambda: number;
}

const MAX_STEPS = 50;

/**
 * Logistic regression with an L2 penalty by Newton's method (iteratively reweighted least squares), on standardised
 * features, missing values replaced by the mean and marked by an indicator: what boosting is compared with.
 * @param options `lambda` > 0 (default 1): minimises the weighted sum of log losses + lambda / 2 * |coefficients|^2
 *   (scikit-learn's C = 1 / lambda); the intercept is free
 * @throws RangeError where only one class occurs, or features depend on each other so much that lambda is too small
 */
export function trainLogistic(
  { features, labels, weights }: LabelledRows,
  options: { readonly lambda?: number } = {},
): LogisticModel {
  if (!labels.includes(0) || !labels.includes(1))
    throw new RangeError('logistic regression needs both classes');
  const preparation = prepare(features);
  const problem: Problem = {
    columns: standardise(preparation, features),
    labels,
    weights: weights ?? new Float64Array(labels.length).fill(1),
    lambda: options.lambda ?? 1,
  };
  const solution = minimise(problem);
  return {
    kind: 'logistic',
    featureNames: [...features.names],
    ...preparation,
    intercept: solution.at(-1)!,
    coefficients: [...solution.subarray(0, -1)],
  };
}

/**
 * Probability of label 1 for each row.
 * @throws RangeError naming the features that are missing from the matrix
 */
export function predictLogistic(model: LogisticModel, matrix: FeatureMatrix): Float64Array {
  const columns = standardise(model, alignFeatures(matrix, model.featureNames));
  const solution = Float64Array.of(...model.coefficients, model.intercept);
  return linearScores(columns, solution, matrix.rows).map(logistic);
}

function prepare(features: FeatureMatrix): Preparation {
  const moments = features.columns.map((column) => {
    let [count, sum, squares] = [0, 0, 0];
    for (const value of column) {
      if (Number.isNaN(value)) continue;
      count++;
      sum += value;
    }
    const mean = count === 0 ? 0 : sum / count;
    for (const value of column) if (!Number.isNaN(value)) squares += (value - mean) ** 2;
    const scale = Math.sqrt(squares / Math.max(1, count));
    return { mean, scale: scale > 0 ? scale : 1, someMissing: count < column.length };
  });
  return {
    means: moments.map(({ mean }) => mean),
    scales: moments.map(({ scale }) => scale),
    indicators: [...moments.keys()].filter((feature) => moments[feature]!.someMissing),
  };
}

function standardise({ means, scales, indicators }: Preparation, { columns }: FeatureMatrix): Float64Array[] {
  const known = (column: FeatureColumn, feature: number): Float64Array => {
    const [mean, scale] = [means[feature]!, scales[feature]!];
    return Float64Array.from(column, (value) => (Number.isNaN(value) ? 0 : (value - mean) / scale));
  };
  const missing = (feature: number): Float64Array =>
    Float64Array.from(columns[feature]!, (v) => Number(Number.isNaN(v)));
  return [...columns.map(known), ...indicators.map(missing)];
}

/** Newton steps, halved where the loss would rise. Coefficients, then the intercept. */
function minimise(problem: Problem): Float64Array {
  const { columns, labels } = problem;
  let solution: Float64Array = new Float64Array(columns.length + 1);
  let scores: Float64Array = new Float64Array(labels.length);
  let loss = penalisedLoss(problem, scores, solution);
  for (let step = 0; step < MAX_STEPS; step++) {
    const move = newtonStep(problem, scores, solution);
    let next = solution;
    let nextScores = scores;
    let nextLoss = Infinity;
    for (let scale = 1; nextLoss > loss && scale > 1e-8; scale /= 2) {
      next = solution.map((value, i) => value - scale * move[i]!);
      nextScores = linearScores(columns, next, labels.length);
      nextLoss = penalisedLoss(problem, nextScores, next);
    }
    if (nextLoss > loss) return solution;
    const gained = loss - nextLoss;
    [solution, scores, loss] = [next, nextScores, nextLoss];
    if (gained <= 1e-10 * (1 + loss)) return solution;
  }
  return solution;
}

function linearScores(columns: readonly Float64Array[], solution: Float64Array, rows: number): Float64Array {
  const scores = new Float64Array(rows).fill(solution.at(-1)!);
  columns.forEach((column, j) => {
    const coefficient = solution[j]!;
    for (let i = 0; i < rows; i++) scores[i]! += coefficient * column[i]!;
  });
  return scores;
}

function penalisedLoss(
  { labels, weights, lambda }: Problem,
  scores: Float64Array,
  solution: Float64Array,
): number {
  let loss = 0;
  for (let i = 0; i < labels.length; i++) loss += weights[i]! * logisticLoss(scores[i]!, labels[i]!);
  for (let j = 0; j < solution.length - 1; j++) loss += (lambda / 2) * solution[j]! ** 2;
  return loss;
}

function newtonStep(problem: Problem, scores: Float64Array, solution: Float64Array): Float64Array {
  const { columns, labels, weights, lambda } = problem;
  const size = columns.length + 1;
  const withOnes = [...columns, new Float64Array(labels.length).fill(1)];
  const residuals = new Float64Array(labels.length);
  const curvature = new Float64Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const p = logistic(scores[i]!);
    residuals[i] = weights[i]! * (p - labels[i]!);
    curvature[i] = weights[i]! * p * (1 - p);
  }
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const weighted = new Float64Array(labels.length);
  for (let j = 0; j < size; j++) {
    const column = withOnes[j]!;
    const penalty = j < size - 1 ? lambda : 0;
    let slope = penalty * solution[j]!;
    for (let i = 0; i < labels.length; i++) {
      slope += residuals[i]! * column[i]!;
      weighted[i] = curvature[i]! * column[i]!;
    }
    gradient[j] = slope;
    for (let k = 0; k <= j; k++) {
      const other = withOnes[k]!;
      let sum = j === k ? penalty : 0;
      for (let i = 0; i < labels.length; i++) sum += weighted[i]! * other[i]!;
      hessian[j * size + k] = sum;
    }
  }
  const factor = choleskyFactor(hessian, size);
  if (factor === null) throw new RangeError('features depend on each other: lambda is too small');
  return solveUpper(factor, solveLower(factor, gradient));
}
