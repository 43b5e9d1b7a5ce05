import type { FeatureColumn } from '../../feature-matrix.js';
import { type BinRules, usualOf } from './bin-mapper.js';

/** Turns categories into bins: the most frequent is bin 1; missing, rare and unseen ones share bin 0. */
export interface CategoryMapper {
  readonly kind: 'categories';
  /** Category of each bin; bin 0 has none (-1). */
  readonly categories: Int32Array;
  readonly bins: ReadonlyMap<number, number>;
  readonly numBins: number;
  /** The bin of most rows, and the share of rows that are in another. */
  readonly usualBin: number;
  readonly unusual: number;
  /** Every category has a bin and none is missing. */
  readonly complete: boolean;
}

/** Bins that a column can tell apart, in 16 bits. */
const MOST_BINS = 65_536;
/** Categories are 32-bit numbers in LightGBM; the bit sets of its files grow with the largest. */
const LARGEST_CATEGORY = 2 ** 24;

/**
 * Bins of a categorical feature: categories by falling frequency until 99 % of the rows are covered and `maxBin` is
 * reached, without those of fewer than `minDataInBin` rows. LightGBM's BinMapper::FindBin (src/io/bin.cpp).
 * @throws RangeError where there are more categories than a tree can be grown from
 */
export function fitCategoryMapper(name: string, values: FeatureColumn, rules: BinRules): CategoryMapper {
  const { length } = values;
  const countOf = new Map<number, number>();
  let missing = 0;
  for (let row = 0; row < length; row++) {
    const category = categoryOf(values[row]!);
    if (category < 0) missing++;
    else countOf.set(category, (countOf.get(category) ?? 0) + 1);
  }
  const byCount = [...countOf].sort(([a, countA], [b, countB]) => countB - countA || a - b);
  const largest = byCount.reduce((most, [category]) => Math.max(most, category), 0);
  if (largest > LARGEST_CATEGORY) {
    throw new RangeError(
      `feature "${name}" holds category ${String(largest)}, above ${String(LARGEST_CATEGORY)}: number its categories from 0`,
    );
  }
  const toCover = Math.round(Math.fround(0.99) * (length - missing));
  const maxBin = Math.min(byCount.length + (missing > 0 ? 1 : 0), rules.maxBin);
  const kept: number[] = [];
  let covered = 0;
  for (const [category, count] of byCount) {
    if (covered >= toCover && kept.length + 1 >= maxBin) break;
    if (count < rules.minDataInBin && kept.length > 1) break;
    kept.push(category);
    covered += count;
  }
  if (kept.length + 1 > MOST_BINS) {
    throw new RangeError(
      `feature "${name}" has ${String(byCount.length)} categories, at most ${String(MOST_BINS - 1)} can be told apart: ` +
        'group the rare ones, or replace them by a figure such as their frequency',
    );
  }
  const counts = [values.length - covered, ...byCount.slice(0, kept.length).map(([, count]) => count)];
  return {
    kind: 'categories',
    ...usualOf(Float64Array.from(counts), values.length),
    categories: Int32Array.of(-1, ...kept),
    bins: new Map(kept.map((category, index) => [category, index + 1])),
    numBins: kept.length + 1,
    complete: kept.length === byCount.length && missing === 0,
  };
}

/** A value without its fraction, as LightGBM reads categories; -1 for NaN and negative values. */
export function categoryOf(value: number): number {
  const whole = Math.trunc(value);
  return whole >= 0 ? whole : -1;
}

export function categoryBin(mapper: CategoryMapper, value: number): number {
  return mapper.bins.get(categoryOf(value)) ?? 0;
}
