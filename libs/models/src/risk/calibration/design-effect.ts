/** Variance of the residuals' sum by clusters over the one of independent rows; at least 1. */
export function designEffect(
  p: Float64Array,
  labels: ArrayLike<number>,
  clusters: readonly string[],
): number {
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
