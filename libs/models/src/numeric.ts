// Taken out of the global object once: inner loops call them, and test runners' contexts make each look-up slow.
const { exp, log, log1p } = Math;

/** 1 / (1 + exp(-x)). */
export function logistic(x: number): number {
  return 1 / (1 + exp(-x));
}

/** log(p / (1 - p)), p cut to [1e-12, 1 - 1e-12] so that it stays finite. */
export function logit(p: number): number {
  const cut = p < 1e-12 ? 1e-12 : p > 1 - 1e-12 ? 1 - 1e-12 : p;
  return log(cut / (1 - cut));
}

/** Log loss of a raw score (log-odds) against a label in [0, 1]: log(1 + exp(score)) - label * score, without overflow. */
export function logisticLoss(score: number, label: number): number {
  const positivePart = score > 0 ? score : 0;
  return positivePart + log1p(exp(score > 0 ? -score : score)) - label * score;
}

/** Row numbers by ascending value; equal values keep their order. */
export function ascendingOrder(values: ArrayLike<number>): Int32Array {
  return Int32Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
}

/**
 * Quantile of ascending values by linear interpolation between order statistics (R's type 7).
 * @param share 0 to 1
 */
export function sortedQuantile(ascending: ArrayLike<number>, share: number): number {
  const position = share * (ascending.length - 1);
  const below = Math.floor(position);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, ascending.length - 1)]!;
  return low + (high - low) * (position - below);
}

/** Normal quantile of two-sided 95 % intervals. */
export const Z95 = 1.959963984540054;
