import type { RankedOutcomes } from './ranked-outcomes.js';
import type { CapacityMetrics } from './ranking.js';
import { reweightedLine } from './reweighted-line.js';

/** All that is asked of chances, at once. What each means: ranking.ts and probability.ts, which give the same. */
export interface Figures {
  readonly auc: number;
  readonly averagePrecision: number;
  readonly brier: number;
  readonly logLoss: number;
  readonly calibrationError: number;
  /** NaN where there is one chance for everybody: it lies on no line. */
  readonly calibrationSlope: number;
  readonly calibrationIntercept: number;
  /** One for each capacity that was asked for. */
  readonly lists: readonly CapacityMetrics[];
}

const BINS = 10;

/**
 * Figures of rows that count `weights` times each (once where left out). A resample is a weighting of rows that are
 * ranked once, so that its figures take one pass and no sorting.
 * @param lists capacities, shares in (0, 1]
 */
export function figuresOf(
  ranked: RankedOutcomes,
  lists: readonly number[],
  weights: Float64Array = ones(ranked.labels.length),
): Figures {
  const { labels, row, tieEnds } = ranked;
  const of = Float64Array.from(row, (index) => weights[index]!);
  let [total, positives] = [0, 0];
  for (let i = 0; i < of.length; i++) {
    total += of[i]!;
    positives += of[i]! * labels[i]!;
  }
  const wanted = lists.map((capacity) => {
    const listed = Math.max(1, Math.round(total * capacity));
    return { listed, from: total - listed, caught: 0 };
  });
  const bins = Array.from({ length: BINS }, () => ({ predicted: 0, positives: 0 }));
  let [below, positivesBelow, rankSum, precisionSum, first] = [0, 0, 0, 0, 0];
  for (const end of tieEnds) {
    let [tied, tiedPositives] = [0, 0];
    for (let i = first; i < end; i++) {
      tied += of[i]!;
      tiedPositives += of[i]! * labels[i]!;
    }
    if (tied > 0) {
      const above = below + tied;
      rankSum += tiedPositives * ((below + 1 + above) / 2);
      precisionSum += tiedPositives * ((positives - positivesBelow) / (total - below));
      for (const list of wanted)
        list.caught += (tiedPositives * Math.max(0, above - Math.max(below, list.from))) / tied;
      const bin = bins[Math.floor((BINS * (below + above - 1)) / 2 / total)]!;
      bin.predicted += tied * ranked.chances[first]!;
      bin.positives += tiedPositives;
      below = above;
      positivesBelow += tiedPositives;
    }
    first = end;
  }
  return {
    auc: (rankSum - (positives * (positives + 1)) / 2) / (positives * (total - positives)),
    averagePrecision: precisionSum / positives,
    ...lossesOf(ranked, of, total),
    calibrationError: bins.reduce((sum, bin) => sum + Math.abs(bin.predicted - bin.positives), 0) / total,
    ...lineOf(ranked, of),
    lists: wanted.map(({ listed, caught }) => ({
      listed,
      recall: caught / positives,
      precision: caught / listed,
    })),
  };
}

const ones = (length: number): Float64Array => new Float64Array(length).fill(1);

function lossesOf(
  { labels, chances }: RankedOutcomes,
  of: Float64Array,
  total: number,
): Pick<Figures, 'brier' | 'logLoss'> {
  let [brier, logLoss] = [0, 0];
  for (let i = 0; i < of.length; i++) {
    if (of[i] === 0) continue;
    const p = Math.min(Math.max(chances[i]!, 1e-12), 1 - 1e-12);
    brier += of[i]! * (chances[i]! - labels[i]!) ** 2;
    logLoss -= of[i]! * Math.log(labels[i] === 1 ? p : 1 - p);
  }
  return { brier: brier / total, logLoss: logLoss / total };
}

function lineOf(
  { lines, logOdds, labels }: RankedOutcomes,
  of: Float64Array,
): Pick<Figures, 'calibrationSlope' | 'calibrationIntercept'> {
  if (lines === null) return { calibrationSlope: NaN, calibrationIntercept: NaN };
  const asTheyAre = of.every((weight) => weight === 1);
  const [free, shifted] = asTheyAre
    ? [lines.free, lines.shifted]
    : [
        reweightedLine(logOdds, labels, of, lines.free, 'both'),
        reweightedLine(logOdds, labels, of, lines.shifted, 'intercept'),
      ];
  return { calibrationSlope: free.slope, calibrationIntercept: shifted.intercept };
}
