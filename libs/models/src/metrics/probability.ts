import { fitLogisticLine } from '../logistic-line.js';
import { ascendingOrder, logit } from '../numeric.js';

/** Mean squared difference of probability and outcome (Brier 1950), [0, 1]. */
export function brierScore(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += (probabilities[i]! - labels[i]!) ** 2;
  return sum / labels.length;
}

/** Mean log loss in nats; probabilities are cut to [1e-12, 1 - 1e-12]. */
export function logLoss(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const p = Math.min(Math.max(probabilities[i]!, 1e-12), 1 - 1e-12);
    sum -= labels[i] === 1 ? Math.log(p) : Math.log(1 - p);
  }
  return sum / labels.length;
}

export interface ReliabilityBin {
  readonly count: number;
  readonly meanPredicted: number;
  readonly observed: number;
}

/**
 * Predicted against observed shares in bins of about equal counts, lowest first. Equal probabilities share a bin (the
 * one of their middle rank), so that the order of rows does not matter; empty bins are left out.
 */
export function reliabilityBins(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  bins = 10,
): ReliabilityBin[] {
  const order = ascendingOrder(probabilities);
  const sums = Array.from({ length: bins }, () => ({ count: 0, predicted: 0, positives: 0 }));
  let first = 0;
  while (first < order.length) {
    const probability = probabilities[order[first]!]!;
    let end = first;
    let positives = 0;
    while (end < order.length && probabilities[order[end]!] === probability)
      positives += labels[order[end++]!]!;
    if (end === first) throw new RangeError('a probability is not a number');
    const bin = sums[Math.floor((bins * (first + end - 1)) / 2 / order.length)]!;
    bin.count += end - first;
    bin.predicted += probability * (end - first);
    bin.positives += positives;
    first = end;
  }
  return sums
    .filter(({ count }) => count > 0)
    .map(({ count, predicted, positives }) => ({
      count,
      meanPredicted: predicted / count,
      observed: positives / count,
    }));
}

/** Expected calibration error: mean distance of predicted and observed share over bins, weighted by their counts. */
export function expectedCalibrationError(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  bins = 10,
): number {
  let sum = 0;
  for (const bin of reliabilityBins(labels, probabilities, bins)) {
    sum += bin.count * Math.abs(bin.meanPredicted - bin.observed);
  }
  return sum / labels.length;
}

/**
 * Logistic recalibration (Cox 1958; Van Calster et al. 2016). `slope` of the outcome on the log-odds: 1 is right, less
 * is overconfident. `intercept` with the slope held at 1: 0 is right, above 0 means that too little was predicted.
 */
export function calibrationLine(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): { readonly slope: number; readonly intercept: number } {
  const logOdds = Float64Array.from(probabilities, logit);
  return {
    slope: fitLogisticLine(logOdds, labels).slope,
    intercept: fitLogisticLine(logOdds, labels, 1).intercept,
  };
}
