/** What happened on one day of the learners' own clocks. `day` is days since the own start, >= 0. */
export interface SurvivalDay {
  readonly day: number;
  /** Learners who stopped (withdrew, fell silent) on this day. */
  readonly stopped: number;
  /** Learners last seen still learning on this day: finished, transferred, or not further along yet. */
  readonly censored: number;
}

/** Share still learning at the end of `day`, with 95 % limits; all 0 to 1. */
export interface SurvivalPoint {
  readonly day: number;
  readonly share: number;
  readonly lower: number;
  readonly upper: number;
}

/** 97.5 % quantile of the standard normal distribution. */
const z = 1.959964;

/**
 * Kaplan-Meier estimate of the share still learning (Kaplan and Meier 1958), with Greenwood's variance carried to the
 * log(-log) scale (Kalbfleisch and Prentice 2002, 1.4), where limits cannot leave 0 to 1. Starts with day 0 at 1,
 * has one point for each day on which somebody stopped, and ends with the last day that is known of anybody. Who is
 * censored on a day was still at risk on it.
 * Once everybody has stopped Greenwood's sum is not defined: the upper limit then stays where it last was.
 * @param days in any order, each day at most once
 */
export function kaplanMeier(days: readonly SurvivalDay[]): readonly SurvivalPoint[] {
  const ordered = days.toSorted((a, b) => a.day - b.day);
  let atRisk = ordered.reduce((sum, { stopped, censored }) => sum + stopped + censored, 0);
  let share = 1;
  let greenwood = 0;
  let upperBefore = 1;
  const points: SurvivalPoint[] = [];
  if (ordered[0]?.day !== 0 || ordered[0].stopped === 0)
    points.push({ day: 0, share: 1, lower: 1, upper: 1 });
  for (const { day, stopped, censored } of ordered) {
    if (stopped > 0) {
      share *= 1 - stopped / atRisk;
      greenwood += stopped / (atRisk * (atRisk - stopped));
      const limits = share > 0 ? logLogLimits(share, greenwood) : { lower: 0, upper: upperBefore };
      upperBefore = limits.upper;
      points.push({ day, share, ...limits });
    }
    atRisk -= stopped + censored;
  }
  const last = points.at(-1);
  const end = ordered.at(-1)?.day;
  if (last !== undefined && end !== undefined && end > last.day) points.push({ ...last, day: end });
  return points;
}

function logLogLimits(share: number, greenwood: number): { lower: number; upper: number } {
  const spread = Math.exp((z * Math.sqrt(greenwood)) / Math.abs(Math.log(share)));
  return { lower: share ** spread, upper: share ** (1 / spread) };
}
