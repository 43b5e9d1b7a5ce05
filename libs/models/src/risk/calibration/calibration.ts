import { fitLogisticLine, type LogisticLine } from '../../logistic-line.js';
import { logistic, Z95 } from '../../numeric.js';
import { designEffect } from './design-effect.js';

/** p = logistic(intercept + slope * score); the interval from the covariance of the two. */
export interface PlattCalibration extends LogisticLine {
  readonly kind: 'platt';
}

/**
 * Straight lines between knots; constant before the first and after the last. All four arrays ascend. `isotonic` is of
 * models that were made when calibration was a regression of that name.
 */
export interface KnotCalibration {
  readonly kind: 'linear-spline' | 'isotonic';
  readonly score: readonly number[];
  readonly p: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** From a raw score (log-odds) to a probability with a 95 % interval. Plain JSON. */
export type Calibration = KnotCalibration | PlattCalibration;

/** One probability per row, 0 <= lower <= p <= upper <= 1. */
export interface Estimates {
  readonly p: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Below this not even a slope can be told: the intercept alone is fitted. */
const SLOPE_MINORITY = 10;

/**
 * Platt scaling with his smoothed targets (Platt 1999), its intercept alone where there are fewer than 10 rows of the rarer
 * outcome. The covariance is that of n / design effect rows (Korn and Graubard 1998).
 * @param scores log-odds, higher = more likely
 * @param labels 0 or 1
 * @param clusters rows of one cluster (a learner's landmarks) tell less than as many separate rows
 * @throws RangeError without rows or where lengths differ
 */
export function fitPlatt(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  clusters: readonly string[],
): PlattCalibration {
  if (scores.length === 0) throw new RangeError('no rows to calibrate on');
  if (labels.length !== scores.length || clusters.length !== scores.length) {
    throw new RangeError('scores, labels and clusters differ in length');
  }
  const line = plattLine(scores, labels);
  const effect = designEffect(applyCalibration(line, scores).p, labels, clusters);
  return {
    ...line,
    varIntercept: line.varIntercept * effect,
    varSlope: line.varSlope * effect,
    covariance: line.covariance * effect,
  };
}

function plattLine(scores: ArrayLike<number>, labels: ArrayLike<number>): PlattCalibration {
  const positives = countPositives(labels);
  const minority = Math.min(positives, labels.length - positives);
  const targets = plattTargets(labels);
  const line = fitLogisticLine(scores, targets, minority < SLOPE_MINORITY ? 1 : undefined);
  // A model worse than chance must not be turned round: then nobody's score says anything.
  return { kind: 'platt', ...(line.slope < 0 ? fitLogisticLine(scores, targets, 0) : line) };
}

/** Platt's smoothed labels (1999): no outcome is taken for certain. */
export function plattTargets(labels: ArrayLike<number>): Float64Array {
  const positives = countPositives(labels);
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (labels.length - positives + 2);
  return Float64Array.from(labels, (label) => (label === 1 ? high : low));
}

const countPositives = (labels: ArrayLike<number>): number =>
  Float64Array.from(labels).reduce((sum, label) => sum + label, 0);

/** A line is told worse at its ends, so that a bound may fall there: who is higher in the list has no lower bound. */
export function ascending(bounds: readonly number[]): number[] {
  let most = 0;
  return bounds.map((bound) => (most = Math.max(most, bound)));
}

/** Probabilities with their intervals for raw scores (log-odds). */
export function applyCalibration(calibration: Calibration, scores: ArrayLike<number>): Estimates {
  const estimates = {
    p: new Float64Array(scores.length),
    lower: new Float64Array(scores.length),
    upper: new Float64Array(scores.length),
  };
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]!;
    if (calibration.kind === 'platt') {
      const { intercept, slope, varIntercept, varSlope, covariance } = calibration;
      const line = intercept + slope * score;
      const half =
        Z95 * Math.sqrt(Math.max(0, varIntercept + 2 * score * covariance + score * score * varSlope));
      estimates.p[row] = logistic(line);
      estimates.lower[row] = logistic(line - half);
      estimates.upper[row] = logistic(line + half);
      continue;
    }
    const { above, share } = locate(calibration.score, score);
    const between = (knots: readonly number[]): number =>
      knots[above - 1]! + (knots[above]! - knots[above - 1]!) * share;
    for (const name of ['p', 'lower', 'upper'] as const) {
      const knots = calibration[name];
      estimates[name][row] = knots.length === 1 ? knots[0]! : between(knots);
    }
  }
  return estimates;
}

/** The stretch between knots `above - 1` and `above` that a score lies on, and how far along it, [0, 1]. */
function locate(knots: readonly number[], score: number): { above: number; share: number } {
  let above = 1;
  let high = knots.length - 1;
  while (above < high) {
    const middle = (above + high) >> 1;
    if (knots[middle]! < score) above = middle + 1;
    else high = middle;
  }
  const from = knots[above - 1]!;
  const share = (score - from) / ((knots[above] ?? from) - from);
  return { above, share: Math.min(Math.max(share, 0), 1) };
}
