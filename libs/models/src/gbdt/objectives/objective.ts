import { logisticLoss } from '../../numeric.js';
import type { GbdtParameters } from '../parameters.js';

// See numeric.ts: test runners make each look-up of Math slow.
const { abs, exp, expm1, log, log1p, max, min } = Math;

/**
 * What boosting minimises, row by row. Scores are raw: log-odds, logarithms or the value itself. The formulas are
 * LightGBM's (src/objective).
 */
export interface Objective {
  /** First and second derivative of the loss by the score, of rows [begin, end). */
  readonly derivatives: Derivatives;
  readonly loss: (score: number, label: number) => number;
  /** The constant score that fits a mean label best. */
  readonly start: (meanLabel: number) => number;
  /** Labels that it is defined for, in words and as a test. */
  readonly labels: string;
  readonly takes: (label: number) => boolean;
  /** As a model file names it. */
  readonly text: string;
}

export type Derivatives = (
  scores: Float64Array,
  labels: Float64Array,
  begin: number,
  end: number,
  gradients: Float32Array,
  hessians: Float32Array,
) => void;

type OfRow = (score: number, label: number) => number;

const rowByRow =
  (gradient: OfRow, hessian: OfRow): Derivatives =>
  (scores, labels, begin, end, gradients, hessians) => {
    for (let row = begin; row < end; row++) {
      gradients[row] = gradient(scores[row]!, labels[row]!);
      hessians[row] = hessian(scores[row]!, labels[row]!);
    }
  };

/** A loop of its own: half of the time is the exponential, which both derivatives need. */
const logisticDerivatives =
  (sigmoid: number): Derivatives =>
  (scores, labels, begin, end, gradients, hessians) => {
    for (let row = begin; row < end; row++) {
      const label = labels[row]!;
      if (label === 0 || label === 1) {
        // In LightGBM's order, so that what is rounded to 32 bits is the same.
        const sign = label === 0 ? sigmoid : -sigmoid;
        const response = sign / (1 + exp(-sign * scores[row]!));
        const size = abs(response);
        gradients[row] = response;
        hessians[row] = size * (sigmoid - size);
      } else {
        const p = 1 / (1 + exp(-sigmoid * scores[row]!));
        gradients[row] = sigmoid * (p - label);
        hessians[row] = sigmoid * sigmoid * p * (1 - p);
      }
    }
  };

const identity = (value: number): number => value;
const one = (): number => 1;
const finite = { labels: 'finite numbers', takes: Number.isFinite };
const logOf = (mean: number): number => log(max(mean, 1e-15));
const logOdds = (mean: number): number => {
  const share = min(max(mean, 1e-15), 1 - 1e-15);
  return log(share / (1 - share));
};

export function createObjective(parameters: GbdtParameters): Objective {
  const { sigmoid, alpha, fairC, poissonMaxDeltaStep, tweedieVariancePower: rho } = parameters;
  switch (parameters.objective) {
    case 'binary':
      return {
        derivatives: logisticDerivatives(sigmoid),
        loss: (score, label) => logisticLoss(sigmoid * score, label),
        start: (mean) => logOdds(mean) / sigmoid,
        labels: '0 or 1',
        takes: (label) => label === 0 || label === 1,
        text: `binary sigmoid:${String(sigmoid)}`,
      };
    case 'cross_entropy':
      return {
        derivatives: logisticDerivatives(1),
        loss: logisticLoss,
        start: logOdds,
        labels: 'from 0 to 1',
        takes: (label) => label >= 0 && label <= 1,
        text: 'cross_entropy',
      };
    case 'regression':
      return {
        derivatives: rowByRow((score, label) => score - label, one),
        loss: (score, label) => (score - label) ** 2,
        start: identity,
        text: 'regression',
        ...finite,
      };
    case 'huber':
      return {
        derivatives: rowByRow((score, label) => min(max(score - label, -alpha), alpha), one),
        loss: (score, label) => {
          const error = abs(score - label);
          return error <= alpha ? error ** 2 / 2 : alpha * (error - alpha / 2);
        },
        start: identity,
        text: 'huber',
        ...finite,
      };
    case 'fair':
      return {
        derivatives: rowByRow(
          (score, label) => (fairC * (score - label)) / (abs(score - label) + fairC),
          (score, label) => (fairC / (abs(score - label) + fairC)) ** 2,
        ),
        loss: (score, label) => {
          const error = abs(score - label);
          return fairC * error - fairC * fairC * log1p(error / fairC);
        },
        start: identity,
        text: 'fair',
        ...finite,
      };
    case 'poisson':
      return {
        derivatives: rowByRow(
          (score, label) => exp(score) - label,
          (score) => exp(score + poissonMaxDeltaStep),
        ),
        loss: (score, label) => exp(score) - label * score,
        start: logOf,
        labels: 'not negative',
        takes: (label) => label >= 0 && label < Infinity,
        text: 'poisson',
      };
    case 'gamma':
      return {
        derivatives: rowByRow(
          (score, label) => 1 - label * exp(-score),
          (score, label) => label * exp(-score),
        ),
        loss: (score, label) => label * exp(-score) + score,
        start: logOf,
        labels: 'above 0',
        takes: (label) => label > 0 && label < Infinity,
        text: 'gamma',
      };
    case 'tweedie':
      return {
        derivatives: rowByRow(
          (score, label) => exp((2 - rho) * score) - label * exp((1 - rho) * score),
          (score, label) => (2 - rho) * exp((2 - rho) * score) - (1 - rho) * label * exp((1 - rho) * score),
        ),
        loss: (score, label) =>
          exp((2 - rho) * score) / (2 - rho) -
          (rho === 1 ? label * score : (label * expm1((1 - rho) * score)) / (1 - rho)),
        start: logOf,
        labels: 'not negative',
        takes: (label) => label >= 0 && label < Infinity,
        text: `tweedie tweedie_variance_power:${String(rho)}`,
      };
  }
}

/** Weighted mean loss. */
export function meanLoss(
  { loss }: Objective,
  scores: Float64Array,
  labels: Float64Array,
  weights: Float64Array | null,
): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < labels.length; i++) {
    const weight = weights === null ? 1 : weights[i]!;
    sum += weight * loss(scores[i]!, labels[i]!);
    total += weight;
  }
  return sum / total;
}

export function weightedMean(labels: Float64Array, weights: Float64Array | null): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < labels.length; i++) {
    const weight = weights === null ? 1 : weights[i]!;
    sum += weight * labels[i]!;
    total += weight;
  }
  return sum / total;
}

/** Weights of labels 0 and 1 in `binary`; 1 for both elsewhere. LightGBM's `is_unbalance`, `scale_pos_weight`. */
export function labelWeights(
  labels: Float64Array,
  { objective, isUnbalance, scalePosWeight }: GbdtParameters,
): readonly [zero: number, one: number] {
  if (objective !== 'binary') return [1, 1];
  const ones = labels.reduce((sum, label) => sum + label, 0);
  const zeros = labels.length - ones;
  if (!isUnbalance || ones === 0 || zeros === 0) return [1, scalePosWeight];
  return ones > zeros ? [ones / zeros, 1] : [1, zeros / ones];
}
