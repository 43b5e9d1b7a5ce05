import { ZERO } from '../tree.js';

/** The values of a column that are known: zeros by their number, the others ascending. */
export interface KnownValues {
  readonly nonZero: Float64Array;
  readonly zeros: number;
}

/** Distinct values, ascending, and how often each occurs. */
export interface ValueCounts {
  readonly values: Float64Array;
  readonly counts: Int32Array;
}

const scratch = new DataView(new ArrayBuffer(8));

/** The next double above a finite number. */
export function nextUp(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  scratch.setFloat64(0, value);
  scratch.setBigInt64(0, scratch.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return scratch.getFloat64(0);
}

/**
 * Doubles that are neighbours count as one value, the larger, as in LightGBM.
 * @param memory of one place more than there are values that are not zero; what is given is a part of it
 */
export function countDistinct({ nonZero, zeros }: KnownValues, { values, counts }: ValueCounts): ValueCounts {
  counts.fill(0, 0, nonZero.length + 1);
  const zerosAt = zeros === 0 ? -1 : firstAbove(nonZero, 0);
  let distinct = 0;
  let before = NaN;
  for (let i = 0; i <= nonZero.length; i++) {
    if (i === zerosAt) {
      values[distinct] = 0;
      counts[distinct++] = zeros;
    }
    if (i === nonZero.length) break;
    const value = nonZero[i]!;
    // The difference is exact and so small for neighbours alone that nextUp need not be asked for the others.
    const same =
      value === before || (value - before <= Math.abs(value) * 2 ** -51 && value <= nextUp(before));
    if (!same) distinct++;
    values[distinct - 1] = value;
    counts[distinct - 1]! += 1;
    before = value;
  }
  return { values: values.subarray(0, distinct), counts: counts.subarray(0, distinct) };
}

/**
 * Upper bounds of bins, ascending, the last +Infinity: zero has its own bin, negative and positive values share the
 * others by their numbers. LightGBM's FindBinWithZeroAsOneBin (src/io/bin.cpp).
 */
export function boundsAroundZero(
  { values, counts }: ValueCounts,
  maxBin: number,
  minDataInBin: number,
): number[] {
  const part = (begin: number, end: number): ValueCounts => ({
    values: values.subarray(begin, end),
    counts: counts.subarray(begin, end),
  });
  const negativeEnd = firstAbove(values, -ZERO);
  const positiveBegin = firstAbove(values, ZERO);
  const negative = part(0, negativeEnd);
  const positive = part(positiveBegin, values.length);
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

/** First place of ascending values that holds a larger one. */
export function firstAbove(values: Float64Array, limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

function totalOf(counts: Int32Array): number {
  const { length } = counts;
  let total = 0;
  for (let i = 0; i < length; i++) total += counts[i]!;
  return total;
}

/** Bounds between bins of about equal counts, at most `maxBin` - 1: LightGBM's GreedyFindBin. */
function greedyBounds(
  { values, counts }: ValueCounts,
  total: number,
  maxBin: number,
  minDataInBin: number,
): number[] {
  const bounds: number[] = [];
  const cutAfter = (index: number): boolean => {
    // Halves first: the sum of two large values may overflow.
    const bound = nextUp(values[index]! / 2 + values[index + 1]! / 2);
    if (bounds.length > 0 && bound <= nextUp(bounds[bounds.length - 1]!)) return false;
    bounds.push(bound);
    return true;
  };
  const last = values.length - 1;
  let inBin = 0;
  if (values.length <= maxBin) {
    for (let i = 0; i < last; i++) {
      inBin += counts[i]!;
      if (inBin >= minDataInBin && cutAfter(i)) inBin = 0;
    }
    return bounds;
  }
  const wanted = Math.max(1, Math.min(maxBin, Math.floor(total / minDataInBin)));
  const bigSize = total / wanted;
  let binsLeft = wanted;
  let rowsLeft = total;
  for (let i = 0; i <= last; i++) {
    if (counts[i]! < bigSize) continue;
    binsLeft--;
    rowsLeft -= counts[i]!;
  }
  let meanSize = rowsLeft / binsLeft;
  let bins = 0;
  for (let i = 0; i < last && bins < wanted - 1; i++) {
    const isBig = counts[i]! >= bigSize;
    if (!isBig) rowsLeft -= counts[i]!;
    inBin += counts[i]!;
    const isFull = isBig || inBin >= meanSize;
    if (!isFull && !(counts[i + 1]! >= bigSize && inBin >= Math.max(1, meanSize / 2))) continue;
    cutAfter(i);
    bins++;
    inBin = 0;
    if (!isBig) {
      binsLeft--;
      meanSize = rowsLeft / binsLeft;
    }
  }
  return bounds;
}
