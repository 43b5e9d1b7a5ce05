import type { RankedOutcomes } from './ranked-outcomes.js';

/** A list of the highest chances, of some length. */
export interface ListPoint {
  /** Listed rows among all, [0, 1]. */
  readonly capacity: number;
  /** Listed positives among all positives: recall, true-positive rate, gain. */
  readonly recall: number;
  /** Listed negatives among all negatives. */
  readonly falsePositiveRate: number;
  /** Positives among the listed; of the empty list that of the shortest one with anybody on it. */
  readonly precision: number;
}

/** Close together where lists are short, which is where they are used: (i / STEPS) squared. */
const STEPS = 50;

/**
 * Lists of every length, from nobody to everybody: falsePositiveRate against recall is the ROC curve, recall against
 * precision the precision-recall curve, capacity against recall the gain. Where a list ends inside a tie, the
 * expectation over a random order of the tied rows is taken, as `metricsAtCapacity` does.
 * Lists of less than one row are left out.
 * @returns nothing where an outcome is missing
 */
export function listCurve({ labels, tieEnds }: RankedOutcomes): ListPoint[] {
  const rows = labels.length;
  const positives = labels.reduce((sum, label) => sum + label, 0);
  if (positives === 0 || positives === rows) return [];
  /** Positives among the `end` lowest rows, at the ends of ties. */
  const ends = [0, ...tieEnds];
  const caughtBelow = [0];
  let sum = 0;
  tieEnds.forEach((end, tie) => {
    for (let i = ends[tie]!; i < end; i++) sum += labels[i]!;
    caughtBelow.push(sum);
  });
  let tie = tieEnds.length;
  const points: ListPoint[] = [];
  for (let step = 1; step <= STEPS; step++) {
    const capacity = (step / STEPS) ** 2;
    if (rows * capacity < 1) continue;
    const below = rows * (1 - capacity);
    while (tie > 1 && ends[tie - 1]! > below) tie--;
    const [from, to] = [ends[tie - 1]!, ends[tie]!];
    const share = (below - from) / (to - from);
    const missed = caughtBelow[tie - 1]! + (caughtBelow[tie]! - caughtBelow[tie - 1]!) * share;
    const caught = positives - missed;
    const listed = rows * capacity;
    points.push({
      capacity,
      recall: caught / positives,
      falsePositiveRate: (listed - caught) / (rows - positives),
      precision: caught / listed,
    });
  }
  return [{ capacity: 0, recall: 0, falsePositiveRate: 0, precision: points[0]!.precision }, ...points];
}
