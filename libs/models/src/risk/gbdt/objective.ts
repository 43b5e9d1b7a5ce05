import { logistic, logisticLoss } from '../../numeric.js';

/** What boosting minimises. Scores are raw: log-odds for `binary`, the value itself for `regression`. */
export interface Objective {
  /** The best constant score. */
  startScore(labels: Float64Array, weights: Float64Array | null): number;
  /** First and second derivative of each row's loss by its score, into the given buffers. */
  derivatives(
    scores: Float64Array,
    labels: Float64Array,
    weights: Float64Array | null,
    gradients: Float64Array,
    hessians: Float64Array,
  ): void;
  /** Weighted mean loss: log loss in nats, or squared error. */
  loss(scores: Float64Array, labels: Float64Array, weights: Float64Array | null): number;
}

function weightedMean(labels: Float64Array, weights: Float64Array | null): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < labels.length; i++) {
    const weight = weights === null ? 1 : weights[i]!;
    sum += weight * labels[i]!;
    total += weight;
  }
  return sum / total;
}

function meanLoss(
  scores: Float64Array,
  labels: Float64Array,
  weights: Float64Array | null,
  lossOf: (score: number, label: number) => number,
): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < labels.length; i++) {
    const weight = weights === null ? 1 : weights[i]!;
    sum += weight * lossOf(scores[i]!, labels[i]!);
    total += weight;
  }
  return sum / total;
}

const binary: Objective = {
  startScore(labels, weights) {
    const share = Math.min(Math.max(weightedMean(labels, weights), 1e-15), 1 - 1e-15);
    return Math.log(share / (1 - share));
  },
  derivatives(scores, labels, weights, gradients, hessians) {
    for (let i = 0; i < scores.length; i++) {
      const probability = logistic(scores[i]!);
      const weight = weights === null ? 1 : weights[i]!;
      gradients[i] = weight * (probability - labels[i]!);
      hessians[i] = weight * probability * (1 - probability);
    }
  },
  loss: (scores, labels, weights) => meanLoss(scores, labels, weights, logisticLoss),
};

const regression: Objective = {
  startScore: weightedMean,
  derivatives(scores, labels, weights, gradients, hessians) {
    for (let i = 0; i < scores.length; i++) {
      const weight = weights === null ? 1 : weights[i]!;
      gradients[i] = weight * (scores[i]! - labels[i]!);
      hessians[i] = weight;
    }
  },
  loss: (scores, labels, weights) =>
    meanLoss(scores, labels, weights, (score, label) => (score - label) ** 2),
};

export const objectives = { binary, regression } as const;
