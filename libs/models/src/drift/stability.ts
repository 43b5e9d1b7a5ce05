import { normalQuantile } from '../normal-distribution.js';
import { chiSquareQuantile } from './chi-square.js';
import { binOf, type BinnedReference } from './reference.js';

export type StabilityVerdict = 'few' | 'steady' | 'moved' | 'drifted';

/** How far a figure of some learners lies from the model's reference. */
export interface Stability {
  readonly learners: number;
  /** Population stability index; null where there are too few to say. */
  readonly index: number | null;
  /** What an index of figures that have not moved stays below, at this size. */
  readonly byChance: number | null;
  readonly verdict: StabilityVerdict;
}

/** Fewer learners, and nothing is said: what is seen in them is who they are. */
export const FEWEST_TO_COMPARE = 50;
const MOVED = 0.1;
const DRIFTED = 0.25;
/** Expected in each bin at least, for chi-square to hold (Cochran 1954). */
const LEAST_EXPECTED = 5;
/** Chance of one false word among all that are compared in a week. */
const FALSE_ALARM = 0.01;

/** The figure of one learner, NaN = missing, and the stage that they are at. */
export interface StagedValue {
  readonly stage: number;
  readonly value: number;
}

/**
 * Population stability index, sum of (share - expected) ln(share / expected) over bins: below .1 steady, from .25 on
 * drifted (the bands of credit scoring: Siddiqi 2006, "Credit Risk Scorecards"). The expected shares are those of the
 * reference at the stages of these learners. What is missing is a bin of its own.
 *
 * Those bands know nothing of size: of 20 learners in ten bins the index is near .5 though nothing has moved. Where nothing
 * has, index / (1/n + 1/m) is chi-square with bins - 1 degrees of freedom (Yurdakul and Naranjo 2020, "Statistical
 * properties of the population stability index"), so an index counts only where it is above that quantile too. The
 * level is .01 over all figures that are compared (Bonferroni); bins are joined until each expects five learners;
 * below `FEWEST_TO_COMPARE` nothing is said.
 *
 * @param learnersOf the reference's learners at each stage; those at a stage that it lacks are left out
 * @param compared how many figures are compared at once
 */
export function stability(
  { cuts, counts }: BinnedReference,
  learnersOf: readonly number[],
  values: readonly StagedValue[],
  compared: number,
): Stability {
  const known = values.filter(({ stage }) => (learnersOf[stage] ?? 0) > 0);
  const n = known.length;
  if (n < FEWEST_TO_COMPARE) return { learners: n, index: null, byChance: null, verdict: 'few' };
  const bins = cuts.length + 2;
  const actual = new Array<number>(bins).fill(0);
  const atStage = new Map<number, number>();
  for (const { stage, value } of known) {
    actual[binOf(cuts, value)]!++;
    atStage.set(stage, (atStage.get(stage) ?? 0) + 1);
  }
  const expected = new Array<number>(bins).fill(0);
  let oneOverM = 0;
  for (const [stage, count] of atStage) {
    const weight = count / n;
    const total = counts[stage]!.reduce((sum, one) => sum + one, 0);
    counts[stage]!.forEach((one, bin) => (expected[bin]! += (weight * one) / total));
    oneOverM += weight ** 2 / learnersOf[stage]!;
  }
  const joined = joinedBins(actual, expected, n);
  const index = indexOf(joined, n, 1 / oneOverM);
  const z = normalQuantile(1 - FALSE_ALARM / compared);
  const byChance = joined.length < 2 ? 0 : chiSquareQuantile(z, joined.length - 1) * (1 / n + oneOverM);
  const isTold = index > byChance;
  const verdict = !isTold || index < MOVED ? 'steady' : index < DRIFTED ? 'moved' : 'drifted';
  return { learners: n, index, byChance, verdict };
}

interface Bin {
  actual: number;
  expected: number;
}

/** Neighbours are joined until each expects enough; what is missing stays apart, or a failing source would hide. */
function joinedBins(actual: readonly number[], expected: readonly number[], n: number): Bin[] {
  const joined: Bin[] = [];
  let open: Bin = { actual: 0, expected: 0 };
  for (let bin = 0; bin < actual.length - 1; bin++) {
    open.actual += actual[bin]!;
    open.expected += expected[bin]!;
    if (open.expected * n < LEAST_EXPECTED) continue;
    joined.push(open);
    open = { actual: 0, expected: 0 };
  }
  const last = joined.at(-1);
  if (last === undefined) joined.push(open);
  else {
    last.actual += open.actual;
    last.expected += open.expected;
  }
  const missing = { actual: actual.at(-1)!, expected: expected.at(-1)! };
  return missing.actual > 0 || missing.expected > 0 ? [...joined, missing] : joined;
}

/** Half a learner more in every bin, so that an empty one is no infinity. */
function indexOf(bins: readonly Bin[], n: number, m: number): number {
  const half = 0.5 * bins.length;
  return bins.reduce((sum, { actual, expected }) => {
    const a = (actual + 0.5) / (n + half);
    const e = (expected * m + 0.5) / (m + half);
    return sum + (a - e) * Math.log(a / e);
  }, 0);
}
