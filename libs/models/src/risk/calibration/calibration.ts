import { fitLogisticLine, type LogisticLine } from '../../logistic-line.js';
import { logistic } from '../../numeric.js';
import { fitIsotonic, type IsotonicCalibration } from './fit-isotonic.js';

/** p = logistic(intercept + slope * score); the interval from the covariance of the two. */
export interface PlattCalibration extends LogisticLine {
  readonly kind: 'platt';
}

/** From a raw score (log-odds) to a probability with a 95 % interval. Plain JSON. */
export type Calibration = IsotonicCalibration | PlattCalibration;

/** One probability per row, 0 <= lower <= p <= upper <= 1. */
export interface Estimates {
  readonly p: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Isotonic regression follows chance where outcomes are rare (Niculescu-Mizil and Caruana 2005): fewer get Platt. */
const ISOTONIC_MINORITY = 100;
/** Below this not even a slope can be told: the intercept alone is fitted. */
const SLOPE_MINORITY = 10;
export const Z95 = 1.959963984540054;

/**
 * Fits the calibration of scores that the model has not been trained on.
 *
 * Isotonic: equal-count bins of at least 50 rows, pooled until they ascend; each block gets its Jeffreys mean
 * (k + 1/2) / (n + 1), so that no chance is ever 0 or 1, and its Jeffreys interval; between block centres the lines
 * are straight, so that the order of scores is kept. Fewer than 100 (effective) rows of the rarer outcome: Platt
 * scaling with his smoothed targets (Platt 1999); fewer than 10: its intercept alone.
 *
 * @param scores log-odds, higher = more likely
 * @param labels 0 or 1
 * @param clusters rows of one cluster (a learner's landmarks) are alike and tell less than as many separate rows:
 *   intervals are taken at n / design effect (Korn and Graubard 1998), the one of the rows with scores alike. Left out =
 *   rows are independent
 * @throws RangeError without rows or where lengths differ
 */
export function fitCalibration(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  clusters?: readonly string[],
): Calibration {
  const { line, effect, minority } = fitPlatt(scores, labels, clusters);
  return minority / effect >= ISOTONIC_MINORITY ? fitIsotonic(scores, labels, clusters) : line;
}

interface PlattFit {
  readonly line: PlattCalibration;
  /** Rows of clusters that tell as much as one separate row. */
  readonly effect: number;
  /** Rows of the rarer outcome. */
  readonly minority: number;
}

/** As `fitCalibration` where outcomes are few: Platt scaling, or its intercept alone. */
export function fitPlatt(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  clusters?: readonly string[],
): PlattFit {
  if (scores.length === 0) throw new RangeError('no rows to calibrate on');
  if (labels.length !== scores.length || (clusters !== undefined && clusters.length !== scores.length)) {
    throw new RangeError('scores, labels and clusters differ in length');
  }
  const positives = Float64Array.from(labels).reduce((sum, label) => sum + label, 0);
  const minority = Math.min(positives, labels.length - positives);
  const line = plattLine(scores, labels, positives, minority < SLOPE_MINORITY);
  const effect =
    clusters === undefined ? 1 : designEffect(applyCalibration(line, scores).p, labels, clusters);
  const wider = {
    varIntercept: line.varIntercept * effect,
    varSlope: line.varSlope * effect,
    covariance: line.covariance * effect,
  };
  return { line: { ...line, ...wider }, effect, minority };
}

function plattLine(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  positives: number,
  interceptOnly: boolean,
): PlattCalibration {
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (labels.length - positives + 2);
  const targets = Float64Array.from(labels, (label) => (label === 1 ? high : low));
  const line = fitLogisticLine(scores, targets, interceptOnly ? 1 : undefined);
  // A model worse than chance must not be turned round: then nobody's score says anything.
  return { kind: 'platt', ...(line.slope < 0 ? fitLogisticLine(scores, targets, 0) : line) };
}

/** Variance of the residuals' sum by clusters over the one of independent rows; at least 1. */
function designEffect(p: Float64Array, labels: ArrayLike<number>, clusters: readonly string[]): number {
  const sums = new Map<string, number>();
  let independent = 0;
  clusters.forEach((cluster, row) => {
    sums.set(cluster, (sums.get(cluster) ?? 0) + labels[row]! - p[row]!);
    independent += p[row]! * (1 - p[row]!);
  });
  let clustered = 0;
  for (const sum of sums.values()) clustered += sum * sum;
  return Math.max(1, clustered / independent);
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
