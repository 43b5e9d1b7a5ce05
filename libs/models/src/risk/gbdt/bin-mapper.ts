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

/**
 * Bins of about equal counts; a value as frequent as a mean bin gets one of its own. The greedy rule is LightGBM's
 * (`GreedyFindBin` in src/io/bin.cpp), so that both trainers see nearly the same candidates.
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

  const distinct = new Float64Array(knownCount);
  const counts = new Int32Array(knownCount);
  let distinctCount = 0;
  for (let i = 0; i < knownCount; i++) {
    const value = known[i]!;
    if (distinctCount === 0 || value !== distinct[distinctCount - 1]) distinct[distinctCount++] = value;
    counts[distinctCount - 1]! += 1;
  }
  const bounds = greedyBounds(
    distinct.subarray(0, distinctCount),
    counts,
    hasMissing ? maxBin - 1 : maxBin,
    knownCount,
    minDataInBin,
  );
  return {
    upperBounds: Float64Array.from(bounds),
    numBins: bounds.length + (hasMissing ? 1 : 0),
    missingBin: hasMissing ? bounds.length : -1,
    range: knownCount === 0 ? null : [known[0]!, known[knownCount - 1]!],
  };
}

function greedyBounds(
  distinct: Float64Array,
  counts: Int32Array,
  maxBin: number,
  total: number,
  minDataInBin: number,
): number[] {
  const bounds: number[] = [];
  const cutAfter = (index: number): void => {
    const low = distinct[index]!;
    // Halves first: the sum of two large values may overflow. Neighbouring doubles have no midpoint of their own.
    const middle = low / 2 + distinct[index + 1]! / 2;
    bounds.push(middle < distinct[index + 1]! ? middle : low);
  };
  const last = distinct.length - 1;
  let inBin = 0;
  if (distinct.length <= maxBin) {
    for (let i = 0; i < last; i++) {
      inBin += counts[i]!;
      if (inBin < minDataInBin) continue;
      cutAfter(i);
      inBin = 0;
    }
    return [...bounds, Infinity];
  }
  const wanted = Math.max(1, Math.min(maxBin, Math.floor(total / minDataInBin)));
  let binsLeft = wanted;
  let rowsLeft = total;
  const isBig = new Uint8Array(distinct.length);
  for (let i = 0; i <= last; i++) {
    if (counts[i]! < total / wanted) continue;
    isBig[i] = 1;
    binsLeft--;
    rowsLeft -= counts[i]!;
  }
  let meanSize = rowsLeft / binsLeft;
  for (let i = 0; i < last && bounds.length < wanted - 1; i++) {
    if (isBig[i] === 0) rowsLeft -= counts[i]!;
    inBin += counts[i]!;
    const full = isBig[i] === 1 || inBin >= meanSize;
    if (!full && !(isBig[i + 1] === 1 && inBin >= Math.max(1, meanSize / 2))) continue;
    cutAfter(i);
    inBin = 0;
    if (isBig[i] === 0) {
      binsLeft--;
      meanSize = rowsLeft / binsLeft;
    }
  }
  return [...bounds, Infinity];
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
