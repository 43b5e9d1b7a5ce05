import type { FeatureColumn } from '../../feature-matrix.js';

/** Turns a feature's values into at most 255 bins. */
export interface BinMapper {
  /** Largest value of each bin of known values, ascending; the last is +Infinity. */
  readonly upperBounds: Float64Array;
  /** Bins in all, the missing one included. */
  readonly numBins: number;
  /** Bin of missing values (the last), or -1 where training saw none. */
  readonly missingBin: number;
  /** Smallest and largest known value, null where there is none. */
  readonly range: readonly [min: number, max: number] | null;
}

/** Values nearer to zero than this are zero (LightGBM's kZeroThreshold). */
const ZERO = 1e-35;

/**
 * Bins of about equal counts; a value as frequent as a mean bin gets one of its own, and so does zero. The rules are
 * LightGBM's (src/io/bin.cpp), so that both trainers choose among the same splits.
 * @param values the column's values, or a sample of them
 * @param hasMissing whether the whole column holds a missing value
 */
export function fitBinMapper(
  values: FeatureColumn,
  hasMissing: boolean,
  maxBin: number,
  minDataInBin: number,
): BinMapper {
  const known = new Float64Array(values).sort();
  // NaN sorts last
  let knownCount = known.length;
  while (knownCount > 0 && Number.isNaN(known[knownCount - 1]!)) knownCount--;
  const bounds = boundsAroundZero(
    countDistinct(known.subarray(0, knownCount)),
    hasMissing ? maxBin - 1 : maxBin,
    minDataInBin,
  );
  return {
    upperBounds: Float64Array.from(bounds),
    numBins: bounds.length + (hasMissing ? 1 : 0),
    missingBin: hasMissing ? bounds.length : -1,
    range: knownCount === 0 ? null : [known[0]!, known[knownCount - 1]!],
  };
}

/** Distinct values, ascending, and how often each occurs. */
interface ValueCounts {
  readonly values: Float64Array;
  readonly counts: Int32Array;
}

function countDistinct(sorted: Float64Array): ValueCounts {
  const values = new Float64Array(sorted.length);
  const counts = new Int32Array(sorted.length);
  let distinct = 0;
  for (const value of sorted) {
    if (distinct === 0 || value !== values[distinct - 1]) values[distinct++] = value;
    counts[distinct - 1]! += 1;
  }
  return { values: values.subarray(0, distinct), counts: counts.subarray(0, distinct) };
}

/** Upper bounds of the bins; negative and positive values share the bins by their numbers, zero has its own. */
function boundsAroundZero({ values, counts }: ValueCounts, maxBin: number, minDataInBin: number): number[] {
  const part = (begin: number, end: number): ValueCounts => ({
    values: values.subarray(begin, end),
    counts: counts.subarray(begin, end),
  });
  const indexFrom = (test: (value: number) => boolean): number => {
    const index = values.findIndex(test);
    return index < 0 ? values.length : index;
  };
  const negative = part(
    0,
    indexFrom((value) => value > -ZERO),
  );
  const positive = part(
    indexFrom((value) => value > ZERO),
    values.length,
  );
  const [below, above] = [totalOf(negative.counts), totalOf(positive.counts)];
  const bounds: number[] = [];
  if (below > 0 && maxBin > 1) {
    const bins = Math.max(1, Math.floor((below / (below + above)) * (maxBin - 1)));
    bounds.push(...greedyBounds(negative, below, bins, minDataInBin), -ZERO);
  }
  const binsAbove = maxBin - 1 - bounds.length;
  if (above > 0 && binsAbove > 0) {
    bounds.push(ZERO, ...greedyBounds(positive, above, binsAbove, minDataInBin));
  }
  return [...bounds, Infinity];
}

function totalOf(counts: Int32Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Bounds between bins of about equal counts: at most `maxBin` - 1. */
function greedyBounds(
  { values, counts }: ValueCounts,
  total: number,
  maxBin: number,
  minDataInBin: number,
): number[] {
  const bounds: number[] = [];
  const cutAfter = (index: number): void => {
    const low = values[index]!;
    // Halves first: the sum of two large values may overflow. Neighbouring doubles have no midpoint of their own.
    const middle = low / 2 + values[index + 1]! / 2;
    bounds.push(middle < values[index + 1]! ? middle : low);
  };
  const last = values.length - 1;
  let inBin = 0;
  if (values.length <= maxBin) {
    for (let i = 0; i < last; i++) {
      inBin += counts[i]!;
      if (inBin < minDataInBin) continue;
      cutAfter(i);
      inBin = 0;
    }
    return bounds;
  }
  const wanted = Math.max(1, Math.min(maxBin, Math.floor(total / minDataInBin)));
  const big = counts.map((count) => Number(count >= total / wanted));
  let binsLeft = wanted - totalOf(big);
  let rowsLeft = total - totalOf(counts.filter((_, i) => big[i] === 1));
  let meanSize = rowsLeft / binsLeft;
  for (let i = 0; i < last && bounds.length < wanted - 1; i++) {
    if (big[i] === 0) rowsLeft -= counts[i]!;
    inBin += counts[i]!;
    const full = big[i] === 1 || inBin >= meanSize;
    if (!full && !(big[i + 1] === 1 && inBin >= Math.max(1, meanSize / 2))) continue;
    cutAfter(i);
    inBin = 0;
    if (big[i] === 0) {
      binsLeft--;
      meanSize = rowsLeft / binsLeft;
    }
  }
  return bounds;
}

/** Bin of a value by binary search. */
export function binOf(mapper: BinMapper, value: number): number {
  if (Number.isNaN(value)) return mapper.missingBin;
  const bounds = mapper.upperBounds;
  let low = 0;
  let high = bounds.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= bounds[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
