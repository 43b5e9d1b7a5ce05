import type { Arena } from '../arena.js';

/** Fields of a candidate in `SplitCandidates.numbers`. */
export const GAIN = 0;
export const LEFT_GRADIENT = 1;
export const LEFT_HESSIAN = 2;
/** Numeric: rows with a bin <= this go left. Categorical: how many bins do. */
export const THRESHOLD = 3;
export const MISSING_LEFT = 4;
/** Lambda of the outputs: sets of categories are regularised more. */
export const OUTPUT_L2 = 5;
const FIELDS = 6;

/**
 * The best split of each feature in the two leaves that are being searched (0 and 1), in memory that threads share.
 * Whoever searched a feature, its candidate stands in its own place, and the best is chosen in the order of features.
 */
export interface SplitCandidates {
  readonly numbers: Float64Array;
  /** Bins that go left at a split by categories, `maxCategories` places per leaf and feature. */
  readonly categories: Uint16Array;
  readonly maxCategories: number;
  readonly featureCount: number;
}

export function createCandidates(featureCount: number, maxCategories: number, arena: Arena): SplitCandidates {
  return {
    numbers: arena.float64(2 * featureCount * FIELDS),
    categories: arena.uint16(2 * featureCount * maxCategories),
    maxCategories,
    featureCount,
  };
}

/** Where the candidate of a feature stands in `numbers`. */
export function candidateAt({ featureCount }: SplitCandidates, leaf: number, feature: number): number {
  return (leaf * featureCount + feature) * FIELDS;
}

export function categoriesAt(candidates: SplitCandidates, leaf: number, feature: number): number {
  return (leaf * candidates.featureCount + feature) * candidates.maxCategories;
}
