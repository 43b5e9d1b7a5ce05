import { choleskyFactor, solveFactored } from '../../cholesky.js';
import { ascendingOrder, logistic, logit, sortedQuantile, Z95 } from '../../numeric.js';
import { ascending, type KnotCalibration, plattTargets } from './calibration.js';
import { designEffect } from './design-effect.js';
import { dot, type Group, posteriorMode, type PosteriorMode, times } from './posterior-mode.js';
import { nextRunVariance } from './run-spread.js';
import { type SplineBasis, splineBasis } from './spline-basis.js';

export interface CalibrationRows {
  /** Log-odds, of models that have not seen the row. */
  readonly scores: ArrayLike<number>;
  /** 0 or 1. */
  readonly labels: ArrayLike<number>;
  /** Rows of one cluster (a learner's landmarks) tell less than as many separate ones. Left out = rows are independent. */
  readonly clusters?: readonly string[];
  /** The run of each row. Left out = all that is to come is like the rows. */
  readonly runs?: readonly string[];
}

/** Groups of neighbours by score that are fitted as one, and stretches between the knots of what comes out. */
const GROUPS = 200;
const STRETCHES = 60;
/** The design effect is taken at the line that it leads to. */
const PASSES = 3;

/**
 * Logistic calibration by a linear spline: log-odds = intercept + what the stretches below the score add, each with a slope
 * of its own, at least 0. Slopes have a normal prior: the first about 1 (scores are log-odds already), the others about the
 * one before. So few rows give a shifted line, many whatever shape they show. The likelihood counts as of n / design effect
 * rows (Korn and Graubard 1998), with Platt's smoothed targets (1999).
 *
 * The interval is the posterior's, with the likelihood's part of its variance by clusters, and what the next run may be off
 * by (`nextRunVariance`).
 * @throws RangeError without rows or where lengths differ
 */
export function fitLinearSpline(rows: CalibrationRows): KnotCalibration {
  const sample = sampleOf(rows);
  const fit = modeOf(sample);
  const p = chancesOf(sample, fit);
  const varianceAt = varianceOf(sample, fit, p);
  const ofNextRun = rows.runs ? nextRunVariance(p, rows.labels, rows.runs, sample.clusters) : 0;
  const knots = Array.from({ length: STRETCHES + 1 }, (_, knot) =>
    sortedQuantile(sample.sorted, knot / STRETCHES),
  );
  const score = [...new Set(knots)];
  const lines = score.map((one) => {
    const at = sample.basis.at(one);
    return { middle: dot(at, fit.solution), half: Z95 * Math.sqrt(varianceAt(at) + ofNextRun) };
  });
  return {
    kind: 'linear-spline',
    score,
    p: lines.map(({ middle }) => logistic(middle)),
    lower: ascending(lines.map(({ middle, half }) => logistic(middle - half))),
    upper: ascending(lines.map(({ middle, half }) => logistic(middle + half))),
  };
}

interface Sample {
  readonly labels: ArrayLike<number>;
  readonly clusters: readonly string[];
  /** Ascending scores. */
  readonly sorted: Float64Array;
  readonly basis: SplineBasis;
  readonly groups: readonly Group[];
  /** Number of each row's group. */
  readonly groupOf: Int32Array;
}

function sampleOf({ scores, labels, clusters, runs }: CalibrationRows): Sample {
  if (scores.length === 0) throw new RangeError('no rows to calibrate on');
  for (const other of [labels, clusters, runs])
    if (other !== undefined && other.length !== scores.length)
      throw new RangeError('scores, labels, clusters and runs differ in length');
  const order = ascendingOrder(scores);
  const sorted = Float64Array.from(order, (row) => scores[row]!);
  const basis = splineBasis(sorted);
  const targets = plattTargets(labels);
  const count = Math.min(GROUPS, order.length);
  const sums = Array.from({ length: count }, () => ({ rows: 0, target: 0, score: 0 }));
  const groupOf = new Int32Array(order.length);
  order.forEach((row, rank) => {
    const group = Math.floor((rank * count) / order.length);
    groupOf[row] = group;
    sums[group]!.rows++;
    sums[group]!.target += targets[row]!;
    sums[group]!.score += scores[row]!;
  });
  return {
    labels,
    clusters: clusters ?? Array.from(order, (_, row) => String(row)),
    sorted,
    basis,
    groups: sums.map((sum) => ({
      rows: sum.rows,
      target: sum.target / sum.rows,
      at: basis.at(sum.score / sum.rows),
    })),
    groupOf,
  };
}

interface Fit extends PosteriorMode {
  /** The design effect at which it was fitted. */
  readonly effect: number;
}

function modeOf(sample: Sample): Fit {
  const { basis, groups, labels, clusters } = sample;
  const share = groups.reduce((sum, { rows, target }) => sum + rows * target, 0) / labels.length;
  const start = basis.prior.mean.slice();
  start[start.length - 1] = logit(share);
  let fit: Fit = { ...posteriorMode(groups, basis.prior, 1, start), effect: 1 };
  for (let pass = 0; pass < PASSES; pass++) {
    const effect = designEffect(chancesOf(sample, fit), labels, clusters);
    fit = { ...posteriorMode(groups, basis.prior, effect, fit.solution), effect };
  }
  return fit;
}

/** The calibrated chance of each row: its group's. */
function chancesOf({ groups, groupOf }: Sample, { solution }: PosteriorMode): Float64Array {
  const p = groups.map(({ at }) => logistic(dot(at, solution)));
  return Float64Array.from(groupOf, (group) => p[group]!);
}

/**
 * Variance of the line's height: at H^-1 (S + P) H^-1 at, with H the curvature, S the clusters' outer products, P the prior's
 * precision (Huber's sandwich).
 */
function varianceOf(sample: Sample, fit: Fit, p: Float64Array): (at: Float64Array) => number {
  const factor = choleskyFactor(fit.hessian, fit.solution.length);
  if (factor === null) throw new RangeError('scores that are not finite cannot be calibrated on');
  const middle = sample.basis.prior.precision.slice();
  addClusters(middle, sample, fit, p);
  return (at) => {
    const solved = solveFactored(factor, at);
    return Math.max(0, dot(solved, times(middle, solved)));
  };
}

/** Adds S. */
function addClusters(middle: Float64Array, sample: Sample, fit: Fit, p: Float64Array): void {
  const { labels, clusters, groups, groupOf } = sample;
  const size = fit.solution.length;
  const sums = new Map<string, Float64Array>();
  clusters.forEach((cluster, row) => {
    const own = sums.get(cluster) ?? new Float64Array(size);
    sums.set(cluster, own);
    const residual = (p[row]! - labels[row]!) / fit.effect;
    for (let j = 0; j < size; j++) own[j]! += residual * groups[groupOf[row]!]!.at[j]!;
  });
  const ofFew = sums.size / Math.max(1, sums.size - 1);
  for (const own of sums.values())
    for (let j = 0; j < size; j++)
      for (let k = 0; k < size; k++) middle[j * size + k]! += ofFew * own[j]! * own[k]!;
}
