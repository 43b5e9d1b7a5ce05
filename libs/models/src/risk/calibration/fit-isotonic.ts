import { ascendingOrder } from '../../numeric.js';
import { jeffreysInterval } from './beta-distribution.js';
import { isotonicRegression } from './isotonic.js';

/** Straight lines between knots; constant before the first and after the last. All four arrays ascend. */
export interface IsotonicCalibration {
  readonly kind: 'isotonic';
  readonly score: readonly number[];
  readonly p: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

const BINS = 100;
const BIN_ROWS = 50;
/** How many rows' worth of p (1 - p) the mean effect counts for beside a block's own: those of small blocks are noise. */
const SHARED_WEIGHT = 20;

/** What `fitCalibration` says of isotonic regression; `clusters` as there. */
export function fitIsotonic(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  clusters?: readonly string[],
): IsotonicCalibration {
  const bins = equalCountBins(scores, labels);
  const blocks = isotonicRegression(
    bins.map(({ positives, members }) => positives / members.length),
    bins.map(({ members }) => members.length),
  ).map(({ first, end }) => bins.slice(first, end).flatMap(({ members }) => members));
  const effects = designEffects(blocks, labels, clusters);
  const knots: Record<'score' | 'p' | 'lower' | 'upper', number[]> = {
    score: [],
    p: [],
    lower: [],
    upper: [],
  };
  blocks.forEach((members, block) => {
    const rows = members.length;
    const positives = sumOf(members, labels);
    const p = (positives + 0.5) / (rows + 1);
    const effect = effects[block]!;
    const interval = jeffreysInterval(positives / effect, (rows - positives) / effect);
    knots.score.push(sumOf(members, scores) / rows);
    // A small block may fall below a large one before it, since its mean is drawn further to the middle.
    knots.p.push(Math.max(p, knots.p.at(-1) ?? 0));
    knots.lower.push(Math.max(Math.min(interval.lower, p), knots.lower.at(-1) ?? 0));
    knots.upper.push(Math.max(interval.upper, p, knots.upper.at(-1) ?? 0));
  });
  return { kind: 'isotonic', ...knots };
}

const sumOf = (rows: readonly number[], values: ArrayLike<number>): number =>
  rows.reduce((sum, row) => sum + values[row]!, 0);

/**
 * Variance of each block's sum by clusters over the one of independent rows, at least 1. Of a block alone: the effect
 * over all rows counts a learner's landmarks at every score together, of which few lie in one block, and makes intervals
 * twice as wide as they need to be.
 */
function designEffects(
  blocks: readonly (readonly number[])[],
  labels: ArrayLike<number>,
  clusters?: readonly string[],
): number[] {
  if (clusters === undefined) return blocks.map(() => 1);
  const variances = blocks.map((members) => {
    const mean = sumOf(members, labels) / members.length;
    const sums = new Map<string, number>();
    for (const row of members)
      sums.set(clusters[row]!, (sums.get(clusters[row]!) ?? 0) + labels[row]! - mean);
    let clustered = 0;
    for (const sum of sums.values()) clustered += sum * sum;
    return { clustered, independent: members.length * mean * (1 - mean) };
  });
  const total = (of: 'clustered' | 'independent'): number => variances.reduce((sum, one) => sum + one[of], 0);
  const shared = total('clustered') / total('independent');
  return variances.map(({ clustered, independent }) =>
    Math.max(1, (clustered + SHARED_WEIGHT * shared) / (independent + SHARED_WEIGHT)),
  );
}

interface Bin {
  positives: number;
  /** Rows, by ascending score. */
  members: number[];
}

/** Bins by ascending score; rows of equal scores share one. */
function equalCountBins(scores: ArrayLike<number>, labels: ArrayLike<number>): Bin[] {
  const size = Math.max(BIN_ROWS, Math.ceil(scores.length / BINS));
  const bins: Bin[] = [];
  let bin: Bin = { positives: 0, members: [] };
  let previous = NaN;
  for (const row of ascendingOrder(scores)) {
    if (bin.members.length >= size && scores[row] !== previous) {
      bins.push(bin);
      bin = { positives: 0, members: [] };
    }
    previous = scores[row]!;
    bin.positives += labels[row]!;
    bin.members.push(row);
  }
  const last = bins.at(-1);
  if (bin.members.length >= BIN_ROWS || last === undefined) return [...bins, bin];
  last.positives += bin.positives;
  for (const row of bin.members) last.members.push(row);
  return bins;
}
