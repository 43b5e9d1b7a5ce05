import { alignFeatures, type FeatureColumn, type FeatureMatrix } from '../feature-matrix.js';
import { logistic, logisticLoss, logit } from '../numeric.js';
import { type LossThere, newtonMinimum, type Quadratic } from './newton-minimum.js';
import type { LabelledRows } from '../gbdt/train-gbdt.js';

/** A logistic regression as plain JSON. */
export interface LogisticModel {
  readonly kind: 'logistic';
  readonly featureNames: readonly string[];
  /** Of the penalty that it was fitted with. */
  readonly lambda: number;
  /** Of the known training values: they replace missing ones and centre the rest. */
  readonly means: readonly number[];
  /** Standard deviations; 1 for a constant feature. */
  readonly scales: readonly number[];
  /** Least and greatest known training value: beyond them a value counts as the nearest. [0, 0] where none was known. */
  readonly ranges: readonly (readonly [number, number])[];
  /** Numbers of the features that were missing somewhere: each has an indicator after the features. */
  readonly indicators: readonly number[];
  /** Share of the training rows in which each of them was missing. */
  readonly missingShares: readonly number[];
  readonly intercept: number;
  /** Of the standardised features, then of the indicators. */
  readonly coefficients: readonly number[];
}

type Preparation = Pick<LogisticModel, 'means' | 'scales' | 'ranges' | 'indicators' | 'missingShares'>;

/** Standardised columns and what is fitted to them. */
interface Problem {
  readonly columns: readonly Float64Array[];
  readonly labels: Float64Array;
  readonly weights: Float64Array;
  /** Of each column. */
  readonly lambdas: Float64Array;
  /** Of each column: 1 = its coefficient is not below 0, -1 = not above, 0 = free. */
  readonly signs: Float64Array;
}

export interface LogisticOptions {
  /**
   * Above 0, default 1: minimises the weighted sum of log losses + lambda / 2 * |coefficients|^2 (scikit-learn's
   * C = 1 / lambda); the intercept is free.
   */
  readonly lambda?: number;
  /** How many times as much the coefficient of a feature is held to 0, by its name; left out = 1. */
  readonly penalties?: Readonly<Record<string, number>>;
  /** Which way alone more of a feature, by its name, may move the chance: 1 = up, -1 = down. Left out = either way. */
  readonly directions?: Readonly<Record<string, 1 | -1>>;
}

/** Rows that the curvature is taken from at most. */
const CURVATURE_ROWS = 20_000;

/**
 * Logistic regression with an L2 penalty by Newton's method (iteratively reweighted least squares, each solved one
 * coefficient after the other, so that signs can be held: Friedman, Hastie and Tibshirani 2010), on standardised
 * features, missing values replaced by the mean and marked by an indicator. Of many rows the curvature is taken from
 * some: that changes the steps, not where they end, for the gradient is of all. Of one class alone no feature says
 * anything: everybody gets (k + 1/2) / (n + 1).
 */
export function trainLogistic(
  { features, labels, weights }: LabelledRows,
  { lambda = 1, penalties = {}, directions = {} }: LogisticOptions = {},
): LogisticModel {
  const preparation = prepare(features);
  const { names } = features;
  const problem: Problem = {
    columns: standardise(preparation, features),
    labels,
    weights: weights ?? new Float64Array(labels.length).fill(1),
    lambdas: Float64Array.from(
      [...names, ...preparation.indicators.map((feature) => names[feature]!)],
      (name) => lambda * (penalties[name] ?? 1),
    ),
    // that a figure is missing may mean anything
    signs: Float64Array.from([
      ...names.map((name) => directions[name] ?? 0),
      ...preparation.indicators.map(() => 0),
    ]),
  };
  const bothOccur = labels.includes(0) && labels.includes(1);
  const solution = bothOccur ? minimise(problem) : oneForAll(problem);
  return {
    kind: 'logistic',
    featureNames: [...features.names],
    lambda,
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
  return logisticScores(model, matrix).map(logistic);
}

/**
 * Log-odds of label 1 for each row.
 * @throws RangeError naming the features that are missing from the matrix
 */
export function logisticScores(model: LogisticModel, matrix: FeatureMatrix): Float64Array {
  const columns = standardise(model, alignFeatures(matrix, model.featureNames));
  const solution = Float64Array.of(...model.coefficients, model.intercept);
  return linearScores(columns, solution, matrix.rows);
}

/**
 * What each feature adds to the log-odds of each row, against the average training row: its Shapley value where features
 * are taken as independent (Lundberg and Lee 2017, corollary 1). That it is missing is part of it.
 * @returns contributions by feature, then by row; with `baseValue` they add up to `logisticScores`
 */
export function logisticContributions(
  model: LogisticModel,
  matrix: FeatureMatrix,
): { readonly baseValue: number; readonly contributions: readonly Float64Array[] } {
  const { featureNames, indicators, missingShares, coefficients } = model;
  const columns = standardise(model, alignFeatures(matrix, featureNames));
  const contributions = featureNames.map((_, feature) => {
    const [column, coefficient] = [columns[feature]!, coefficients[feature]!];
    const parts = new Float64Array(column.length);
    for (let row = 0; row < column.length; row++) parts[row] = coefficient * column[row]!;
    return parts;
  });
  let baseValue = model.intercept;
  indicators.forEach((feature, i) => {
    const coefficient = coefficients[featureNames.length + i]!;
    const share = missingShares[i]!;
    const indicator = columns[featureNames.length + i]!;
    const sum = contributions[feature]!;
    baseValue += coefficient * share;
    for (let row = 0; row < sum.length; row++) sum[row]! += coefficient * (indicator[row]! - share);
  });
  return { baseValue, contributions };
}

function prepare(features: FeatureMatrix): Preparation {
  const moments = features.columns.map((column) => {
    let [count, sum, squares, least, greatest] = [0, 0, 0, Infinity, -Infinity];
    for (const value of column) {
      if (Number.isNaN(value)) continue;
      count++;
      sum += value;
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    const mean = count === 0 ? 0 : sum / count;
    for (const value of column) if (!Number.isNaN(value)) squares += (value - mean) ** 2;
    const scale = Math.sqrt(squares / Math.max(1, count));
    return {
      mean,
      scale: scale > 0 ? scale : 1,
      range: count === 0 ? ([0, 0] as const) : ([least, greatest] as const),
      missing: 1 - count / column.length,
    };
  });
  const indicators = [...moments.keys()].filter((feature) => moments[feature]!.missing > 0);
  return {
    means: moments.map(({ mean }) => mean),
    scales: moments.map(({ scale }) => scale),
    ranges: moments.map(({ range }) => range),
    indicators,
    missingShares: indicators.map((feature) => moments[feature]!.missing),
  };
}

function standardise(
  { means, scales, ranges, indicators }: Preparation,
  { columns }: FeatureMatrix,
): Float64Array[] {
  const known = (column: FeatureColumn, feature: number): Float64Array => {
    const [mean, scale, [least, greatest]] = [means[feature]!, scales[feature]!, ranges[feature]!];
    const standard = new Float64Array(column.length);
    for (let row = 0; row < column.length; row++) {
      const value = column[row]!;
      const within = value < least ? least : value > greatest ? greatest : value;
      standard[row] = Number.isNaN(value) ? 0 : (within - mean) / scale;
    }
    return standard;
  };
  const missing = (feature: number): Float64Array => {
    const column = columns[feature]!;
    const flags = new Float64Array(column.length);
    for (let row = 0; row < column.length; row++) flags[row] = Number(Number.isNaN(column[row]!));
    return flags;
  };
  return [...columns.map(known), ...indicators.map(missing)];
}

function oneForAll({ columns, labels }: Problem): Float64Array {
  const solution = new Float64Array(columns.length + 1);
  const positives = labels.reduce((sum, label) => sum + label, 0);
  solution[columns.length] = logit((positives + 0.5) / (labels.length + 1));
  return solution;
}

/** Coefficients, then the intercept. */
function minimise(problem: Problem): Float64Array {
  const { columns, labels, signs } = problem;
  const lossAt = (solution: Float64Array): LossThere => {
    const scores = linearScores(columns, solution, labels.length);
    return {
      loss: penalisedLoss(problem, scores, solution),
      quadratic: () => quadraticAt(problem, scores, solution),
    };
  };
  return newtonMinimum(lossAt, new Float64Array(columns.length + 1), signs);
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
  { labels, weights, lambdas }: Problem,
  scores: Float64Array,
  solution: Float64Array,
): number {
  let loss = 0;
  for (let i = 0; i < labels.length; i++) loss += weights[i]! * logisticLoss(scores[i]!, labels[i]!);
  for (let j = 0; j < solution.length - 1; j++) loss += (lambdas[j]! / 2) * solution[j]! ** 2;
  return loss;
}

function quadraticAt(problem: Problem, scores: Float64Array, solution: Float64Array): Quadratic {
  const { columns, labels, weights, lambdas } = problem;
  const size = columns.length + 1;
  const rows = labels.length;
  const withOnes = [...columns, new Float64Array(rows).fill(1)];
  const residuals = new Float64Array(rows);
  const curvature = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const p = logistic(scores[i]!);
    residuals[i] = weights[i]! * (p - labels[i]!);
    curvature[i] = weights[i]! * p * (1 - p);
  }
  // odd, so that it does not step over the weeks ahead of landmarks, which come in fours
  const stride = Math.ceil(rows / CURVATURE_ROWS) | 1;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const weighted = new Float64Array(rows);
  for (let j = 0; j < size; j++) {
    const column = withOnes[j]!;
    const penalty = lambdas[j] ?? 0;
    let slope = penalty * solution[j]!;
    for (let i = 0; i < rows; i++) slope += residuals[i]! * column[i]!;
    gradient[j] = slope;
    for (let i = 0; i < rows; i += stride) weighted[i] = stride * curvature[i]! * column[i]!;
    for (let k = 0; k <= j; k++) {
      const other = withOnes[k]!;
      let sum = j === k ? penalty : 0;
      for (let i = 0; i < rows; i += stride) sum += weighted[i]! * other[i]!;
      hessian[j * size + k] = sum;
      hessian[k * size + j] = sum;
    }
  }
  return { gradient, hessian };
}
