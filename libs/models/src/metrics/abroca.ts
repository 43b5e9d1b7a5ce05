import { SeededRandom } from '../random.js';
import type { RankedOutcomes } from './ranked-outcomes.js';

/** The gap between two groups, and what gaps chance alone gives groups of these sizes. */
export interface GroupGap {
  /** Area between the two ROC curves, 0 to 1. */
  readonly abroca: number;
  /** 95 % quantile of the gaps of groups that were dealt out at random. */
  readonly nullUpper: number;
  /** Share of random gaps that are at least as large, the real one counted with them: never 0. */
  readonly pValue: number;
}

/** Of the rows in their ranked order: 0 = in neither group, 1 and 2 = the groups. */
export type GroupOfRank = Uint8Array;

/**
 * Absolute between-ROC area (Gardner, Brooks and Baker 2019, "Evaluating the Fairness of Predictive Student Models
 * Through Slicing Analysis"): the area between the ROC curves of two groups, however they cross; 0 = the chances rank
 * both equally well at every threshold. Exact for curves with straight lines between their points. NaN where a group
 * lacks an outcome.
 */
export function abroca(ranked: RankedOutcomes, groupOf: GroupOfRank): number {
  const { labels, tieEnds } = ranked;
  const [one, two] = [counts(labels, groupOf, 1), counts(labels, groupOf, 2)];
  if (Math.min(one.positives, one.negatives, two.positives, two.negatives) === 0) return NaN;
  const a = curve(ranked, groupOf, 1, one);
  const b = curve(ranked, groupOf, 2, two);
  return areaBetween(a, b, tieEnds.length + 1);
}

/**
 * The gap with its permutation null: who belongs to which of the two groups is dealt out anew, sizes kept. Needed
 * because the gap is never below 0 and grows as groups shrink: of small ones any figure looks like unfairness.
 * @returns null where the gap cannot be told: a group lacks an outcome
 */
export function groupGap(
  ranked: RankedOutcomes,
  groupOf: GroupOfRank,
  { seed, permutations = 499 }: { readonly seed: number; readonly permutations?: number },
): GroupGap | null {
  const gap = abroca(ranked, groupOf);
  if (Number.isNaN(gap)) return null;
  const random = new SeededRandom(seed);
  const rows = Int32Array.from(groupOf.keys()).filter((row) => groupOf[row] !== 0);
  const dealt = Uint8Array.from(rows, (row) => groupOf[row]!);
  const groups = new Uint8Array(groupOf.length);
  const gaps: number[] = [];
  for (let permutation = 0; permutation < permutations; permutation++) {
    random.shuffle(dealt);
    rows.forEach((row, i) => (groups[row] = dealt[i]!));
    const one = abroca(ranked, groups);
    if (!Number.isNaN(one)) gaps.push(one);
  }
  gaps.sort((a, b) => a - b);
  const asLarge = gaps.filter((one) => one >= gap - 1e-12).length;
  return {
    abroca: gap,
    nullUpper: gaps[Math.ceil(0.95 * gaps.length) - 1] ?? NaN,
    pValue: (asLarge + 1) / (gaps.length + 1),
  };
}

interface Counts {
  readonly positives: number;
  readonly negatives: number;
}

function counts(labels: Float64Array, groupOf: GroupOfRank, group: number): Counts {
  let [positives, rows] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    if (groupOf[i] !== group) continue;
    rows++;
    positives += labels[i]!;
  }
  return { positives, negatives: rows - positives };
}

interface Curve {
  readonly falsePositives: Float64Array;
  readonly truePositives: Float64Array;
}

/** Points from (0, 0) to (1, 1), one for each distinct chance, highest first; several may be one point. */
function curve(
  { labels, tieEnds }: RankedOutcomes,
  groupOf: GroupOfRank,
  group: number,
  total: Counts,
): Curve {
  const falsePositives = new Float64Array(tieEnds.length + 1);
  const truePositives = new Float64Array(tieEnds.length + 1);
  let [positives, negatives, point] = [0, 0, 0];
  for (let tie = tieEnds.length - 1; tie >= 0; tie--) {
    for (let i = tie === 0 ? 0 : tieEnds[tie - 1]!; i < tieEnds[tie]!; i++) {
      if (groupOf[i] !== group) continue;
      if (labels[i] === 1) positives++;
      else negatives++;
    }
    falsePositives[++point] = negatives / total.negatives;
    truePositives[point] = positives / total.positives;
  }
  return { falsePositives, truePositives };
}

/** Walks both curves along the false-positive rate at once; between two of their points both are straight. */
function areaBetween(a: Curve, b: Curve, points: number): number {
  let area = 0;
  let [ofA, ofB, x] = [0, 0, 0];
  while (x < 1) {
    // where a curve rises upright, its highest point counts from there on
    while (ofA + 1 < points && a.falsePositives[ofA + 1]! <= x) ofA++;
    while (ofB + 1 < points && b.falsePositives[ofB + 1]! <= x) ofB++;
    const next = Math.min(a.falsePositives[ofA + 1] ?? 1, b.falsePositives[ofB + 1] ?? 1);
    const from = heightAt(a, ofA, x) - heightAt(b, ofB, x);
    const to = heightAt(a, ofA, next) - heightAt(b, ofB, next);
    const width = next - x;
    // two triangles where the curves cross on the way
    area +=
      from * to < 0
        ? (width * (from * from + to * to)) / (2 * (Math.abs(from) + Math.abs(to)))
        : (width * Math.abs(from + to)) / 2;
    x = next;
  }
  return area;
}

function heightAt({ falsePositives, truePositives }: Curve, point: number, x: number): number {
  const [from, to] = [falsePositives[point]!, falsePositives[point + 1] ?? 1];
  if (to <= from) return truePositives[point]!;
  const share = (x - from) / (to - from);
  return truePositives[point]! + ((truePositives[point + 1] ?? 1) - truePositives[point]!) * share;
}
