/**
 * Standard deviation of what a run adds to everybody's log-odds, before any run is seen. Of OULAD's modules, from one
 * presentation to another: .10 (not completing), .22 (withdrawing).
 */
const USUAL_SPREAD = 0.15;
/** How many runs' worth of deviations that counts for. */
const USUAL_WEIGHT = 4;

/**
 * Variance of the mean log-odds of the next run about that of these runs: t^2 (1 + 1 / runs). t^2 is the variance between
 * runs by the method of moments (DerSimonian and Laird 1986), their deviations each by one Newton step, drawn to what is
 * usual elsewhere, since it can be told of a few runs hardly and of one not at all.
 * @param p calibrated chances of the rows
 * @param clusters within a run, rows of one cluster do not count as separate ones
 */
export function nextRunVariance(
  p: Float64Array,
  labels: ArrayLike<number>,
  runs: readonly string[],
  clusters: readonly string[],
): number {
  const sums = new Map<string, { weight: number; residual: number; ofCluster: Map<string, number> }>();
  runs.forEach((run, row) => {
    const own = sums.get(run) ?? { weight: 0, residual: 0, ofCluster: new Map<string, number>() };
    sums.set(run, own);
    const residual = labels[row]! - p[row]!;
    own.weight += p[row]! * (1 - p[row]!);
    own.residual += residual;
    own.ofCluster.set(clusters[row]!, (own.ofCluster.get(clusters[row]!) ?? 0) + residual);
  });
  const deviations = Array.from(sums.values(), ({ weight, residual, ofCluster }) => ({
    value: residual / weight,
    variance: [...ofCluster.values()].reduce((sum, one) => sum + one * one, 0) / weight ** 2,
  }));
  const count = deviations.length;
  const mean = deviations.reduce((sum, { value }) => sum + value, 0) / count;
  // sum of squares beyond what learners explain: (runs - 1) times the moments' estimate
  const beyond = deviations.reduce(
    (sum, { value, variance }) => sum + (value - mean) ** 2 - (variance * (count - 1)) / count,
    0,
  );
  const between = (USUAL_WEIGHT * USUAL_SPREAD ** 2 + Math.max(0, beyond)) / (USUAL_WEIGHT + count - 1);
  return between * (1 + 1 / count);
}
