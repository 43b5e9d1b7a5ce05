/** 1 / (1 + exp(-x)). */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** log(p / (1 - p)), p cut to [1e-12, 1 - 1e-12] so that it stays finite. */
export function logit(p: number): number {
  const cut = Math.min(Math.max(p, 1e-12), 1 - 1e-12);
  return Math.log(cut / (1 - cut));
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
