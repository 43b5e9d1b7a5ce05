import { ascendingOrder } from '../numeric.js';

/**
 * Area under the ROC curve: the chance that a random positive scores above a random negative, ties counting half
 * (Mann and Whitney). NaN where a class is missing.
 * @param labels 0 or 1
 */
export function areaUnderRoc(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  let positives = 0;
  let rankSum = 0;
  forEachTie(labels, scores, (first, end, tiedPositives) => {
    positives += tiedPositives;
    rankSum += tiedPositives * ((first + 1 + end) / 2);
  });
  const negatives = labels.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/**
 * Average precision: precision at each distinct score, weighted by the recall gained there (no interpolation; as
 * scikit-learn's `average_precision_score`). NaN without a positive.
 */
export function averagePrecision(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  const ties: { end: number; first: number; positives: number }[] = [];
  forEachTie(labels, scores, (first, end, positives) => ties.push({ first, end, positives }));
  let positives = 0;
  let sum = 0;
  for (const tie of ties.reverse()) {
    positives += tie.positives;
    sum += tie.positives * (positives / (labels.length - tie.first));
  }
  return sum / positives;
}

/** What a worklist of limited length catches. */
export interface CapacityMetrics {
  /** Rows on the list. */
  readonly listed: number;
  /** Share of all positives that are on the list; NaN without a positive. */
  readonly recall: number;
  /** Share of the list that is positive. */
  readonly precision: number;
}

/**
 * Recall and precision of the list of the highest scores. Where the list ends inside a tie, the expectation over a
 * random order of the tied rows is taken, so that the figures do not depend on the order of the rows.
 * @param capacity length of the list as a share of all rows, (0, 1]; at least one row is listed
 */
export function metricsAtCapacity(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  capacity: number,
): CapacityMetrics {
  if (!(capacity > 0 && capacity <= 1))
    throw new RangeError(`capacity must be in (0, 1], got ${String(capacity)}`);
  const listed = Math.max(1, Math.round(labels.length * capacity));
  const from = labels.length - listed;
  let positives = 0;
  let caught = 0;
  forEachTie(labels, scores, (first, end, tiedPositives) => {
    positives += tiedPositives;
    const inside = Math.max(0, end - Math.max(first, from));
    caught += (tiedPositives * inside) / (end - first);
  });
  return { listed, recall: caught / positives, precision: caught / listed };
}

/** Visits groups of equal scores, lowest first, as [first, end) of the sorted rows with their number of positives. */
function forEachTie(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  visit: (first: number, end: number, positives: number) => void,
): void {
  if (labels.length !== scores.length) {
    throw new RangeError(`${String(labels.length)} labels for ${String(scores.length)} scores`);
  }
  const order = ascendingOrder(scores);
  let first = 0;
  while (first < order.length) {
    let end = first;
    let positives = 0;
    while (end < order.length && scores[order[end]!] === scores[order[first]!])
      positives += labels[order[end++]!]!;
    if (end === first) throw new RangeError('a score is not a number');
    visit(first, end, positives);
    first = end;
  }
}
