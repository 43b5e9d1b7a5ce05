import type { FeatureColumn } from '../../feature-matrix.js';
import type { MissingType } from '../tree.js';
import { boundsAroundZero, countDistinct, type KnownValues, type ValueCounts } from './bin-bounds.js';
import { DoubleSorter } from './sort-doubles.js';

/** Turns a numeric feature's values into at most 255 bins. */
export interface NumericMapper {
  readonly kind: 'numeric';
  /** Largest value of each bin of known values, ascending; the last is +Infinity. */
  readonly upperBounds: Float64Array;
  /** Bins in all, the missing one included. */
  readonly numBins: number;
  readonly missingType: MissingType;
  /** NaN is read as zero, by the parameters; else it goes where most rows go, should it come where there was none. */
  readonly nanIsZero: boolean;
  /** Bin of missing values, or -1 where training saw none: the last for NaN, that of zero for `zero`. */
  readonly missingBin: number;
  /** The bin of most rows, and the share of rows that are in another. */
  readonly usualBin: number;
  readonly unusual: number;
  /** Smallest and largest known value, null where there is none. */
  readonly range: readonly [min: number, max: number] | null;
}

export interface BinRules {
  readonly maxBin: number;
  readonly minDataInBin: number;
  readonly useMissing: boolean;
  readonly zeroAsMissing: boolean;
}

/** Memory that columns are sorted and counted in, one after the other. */
export class FittingMemory {
  readonly sorter = new DoubleSorter();
  #known = new Float64Array(0);
  #distinct: ValueCounts = { values: new Float64Array(0), counts: new Int32Array(0) };

  known(length: number): Float64Array {
    if (this.#known.length < length) this.#known = new Float64Array(length);
    return this.#known.subarray(0, length);
  }

  distinct(length: number): ValueCounts {
    if (this.#distinct.values.length < length)
      this.#distinct = { values: new Float64Array(length), counts: new Int32Array(length) };
    return this.#distinct;
  }
}

/**
 * Bins of about equal counts; a value as frequent as a mean bin gets one of its own, and so does zero. The rules are
 * LightGBM's (BinMapper::FindBin, src/io/bin.cpp), so that both trainers choose among the same splits.
 * @param values the column's values, or a sample of them
 * @param hasMissing whether the whole column holds a NaN
 */
export function fitBinMapper(
  values: FeatureColumn,
  hasMissing: boolean,
  { maxBin, minDataInBin, useMissing, zeroAsMissing }: BinRules,
  memory: FittingMemory,
): NumericMapper {
  const known = sortKnown(values, memory);
  const { nonZero, zeros } = known;
  const nanBin = hasMissing && useMissing && !zeroAsMissing;
  const distinct = countDistinct(known, memory.distinct(nonZero.length + 1));
  const bounds = boundsAroundZero(distinct, nanBin ? maxBin - 1 : maxBin, minDataInBin);
  const upperBounds = Float64Array.from(bounds);
  const numBins = bounds.length + (nanBin ? 1 : 0);
  const counts = new Float64Array(numBins);
  for (let i = 0, bin = 0; i < distinct.values.length; i++) {
    while (distinct.values[i]! > upperBounds[bin]!) bin++;
    counts[bin]! += distinct.counts[i]!;
  }
  counts[nanBin ? bounds.length : binBySearch(upperBounds, 0)]! += values.length - nonZero.length - zeros;
  const mapper = {
    kind: 'numeric' as const,
    upperBounds,
    numBins,
    nanIsZero: !useMissing || zeroAsMissing,
    ...usualOf(counts, values.length),
    range: rangeOf(known),
  };
  if (nanBin) return { ...mapper, missingType: 'nan', missingBin: bounds.length };
  if (useMissing && zeroAsMissing && bounds.length > 2) {
    return { ...mapper, missingType: 'zero', missingBin: binBySearch(mapper.upperBounds, 0) };
  }
  return { ...mapper, missingType: 'none', missingBin: -1 };
}

/** Known values. Zeros are but counted: of sparse columns they are nearly all. */
function sortKnown(column: FeatureColumn, memory: FittingMemory): KnownValues {
  const { length } = column;
  const known = memory.known(length);
  let count = 0;
  let zeros = 0;
  // By index, as all loops over rows: `for of` takes several times as long (Node 20).
  for (let row = 0; row < length; row++) {
    const value = column[row]!;
    if (value === 0) zeros++;
    else if (!Number.isNaN(value)) known[count++] = value;
  }
  const nonZero = known.subarray(0, count);
  memory.sorter.sort(nonZero);
  return { nonZero, zeros };
}

function rangeOf({ nonZero, zeros }: KnownValues): NumericMapper['range'] {
  const outermost = [nonZero.at(0), nonZero.at(-1), zeros > 0 ? 0 : undefined].filter((x) => x !== undefined);
  return outermost.length === 0 ? null : [Math.min(...outermost), Math.max(...outermost)];
}

/** The fullest bin. */
export function usualOf(counts: Float64Array, rows: number): { usualBin: number; unusual: number } {
  let usualBin = 0;
  for (let bin = 1; bin < counts.length; bin++) if (counts[bin]! > counts[usualBin]!) usualBin = bin;
  return { usualBin, unusual: 1 - counts[usualBin]! / Math.max(1, rows) };
}

/** Bin of a value. NaN is zero where it has no bin. */
export function binOf(mapper: NumericMapper, value: number): number {
  if (Number.isNaN(value)) {
    return mapper.missingType === 'nan' ? mapper.missingBin : binBySearch(mapper.upperBounds, 0);
  }
  return binBySearch(mapper.upperBounds, value);
}

function binBySearch(bounds: Float64Array, value: number): number {
  let low = 0;
  let high = bounds.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= bounds[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
