/** Where the completion share of a place of this size lies if it is like the average, by chance alone. */
export interface FunnelLimits {
  readonly lower95: number;
  readonly upper95: number;
  readonly lower998: number;
  readonly upper998: number;
}

/**
 * Exact binomial control limits around `average` for `learners` people, interpolated between whole people
 * (Spiegelhalter 2005, "Funnel plots for comparing institutional performance", appendix A.1.1). Exact, because a
 * village has five doctors: a normal limit would leave 0 to 1 there and call too many places different.
 * @param learners people in the place, whole, >= 1
 * @param average share over all places, 0 to 1
 */
export function funnelLimits(learners: number, average: number): FunnelLimits {
  const [lower998, lower95, upper95, upper998] = binomialQuantiles(
    learners,
    average,
    [0.001, 0.025, 0.975, 0.999],
  );
  return {
    lower95: lower95 ?? 0,
    upper95: upper95 ?? 1,
    lower998: lower998 ?? 0,
    upper998: upper998 ?? 1,
  };
}

/** Interpolated quantiles as shares of n; `levels` rise. */
function binomialQuantiles(n: number, p: number, levels: readonly number[]): readonly number[] {
  if (p <= 0 || p >= 1) return levels.map(() => (p <= 0 ? 0 : 1));
  const quantiles: number[] = [];
  // Terms in logs: (1 - p)^n underflows from some thousand people on.
  const logOdds = Math.log(p / (1 - p));
  let logTerm = n * Math.log1p(-p);
  let below = 0;
  for (let count = 0; count <= n && quantiles.length < levels.length; count += 1) {
    const term = Math.exp(logTerm);
    for (
      let level = levels[quantiles.length];
      level !== undefined && below + term >= level;
      level = levels[quantiles.length]
    )
      quantiles.push(Math.max(0, count - (below + term - level) / term) / n);
    below += term;
    logTerm += Math.log((n - count) / (count + 1)) + logOdds;
  }
  // What rounding leaves short of the last levels lies at the top.
  return levels.map((_, index) => quantiles[index] ?? 1);
}
