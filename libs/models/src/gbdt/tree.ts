/** LightGBM's bits of a node's `decisionType` (include/LightGBM/tree.h). */
export const CATEGORICAL = 1;
export const DEFAULT_LEFT = 2;
/** What counts as missing at a node, above the two bits: nothing (NaN is read as 0), zero (and NaN), or NaN. */
export const MISSING_TYPES = ['none', 'zero', 'nan'] as const;
export type MissingType = (typeof MISSING_TYPES)[number];
export const MISSING_IS_ZERO = 1 << 2;
export const MISSING_IS_NAN = 2 << 2;

/** Values nearer to zero than this are zero (LightGBM's kZeroThreshold). */
export const ZERO = 1e-35;

/**
 * One tree, in the arrays of LightGBM's text format. Inner nodes are numbered from 0 (the root); a child >= 0 is an
 * inner node, a negative one is the leaf `~child`. At a numeric node a row goes left where its value <= threshold, or
 * where it is missing and the decision type says so; at a categorical one where `categorySets[threshold]` has it.
 */
export interface Tree {
  readonly numLeaves: number;
  readonly splitFeature: readonly number[];
  readonly splitGain: readonly number[];
  readonly threshold: readonly number[];
  readonly decisionType: readonly number[];
  readonly leftChild: readonly number[];
  readonly rightChild: readonly number[];
  /** Categories that go left, ascending, one set per categorical node; whole numbers >= 0. */
  readonly categorySets: readonly (readonly number[])[];
  /** Final values: shrunk already, the first tree's include the start score. */
  readonly leafValue: readonly number[];
  /** Sum of hessians. */
  readonly leafWeight: readonly number[];
  /** Training rows; with `internalCount` the background distribution of TreeSHAP. */
  readonly leafCount: readonly number[];
  /** What the node would predict, were it a leaf. */
  readonly internalValue: readonly number[];
  readonly internalWeight: readonly number[];
  readonly internalCount: readonly number[];
  readonly shrinkage: number;
}

/** What training saw of a feature: a range, the categories by frequency, or nothing that could be split. */
export type FeatureInfo =
  | { readonly kind: 'range'; readonly min: number; readonly max: number }
  | { readonly kind: 'categories'; readonly values: readonly number[] }
  | { readonly kind: 'none' };

/**
 * A trained ensemble as plain JSON, with the same content as a file in LightGBM's text format. Its raw score is the
 * sum of the leaf values that a row reaches.
 */
export interface GbdtModel {
  readonly kind: 'gbdt';
  /** As LightGBM writes it: a name and its settings, `binary sigmoid:1`. */
  readonly objective: string;
  readonly featureNames: readonly string[];
  readonly featureInfos: readonly FeatureInfo[];
  /** One sign per feature, or empty. */
  readonly monotoneConstraints: readonly number[];
  /** The raw score is the mean over the trees, not their sum (LightGBM's random forests). */
  readonly averageOutput: boolean;
  /** How it was trained, by LightGBM's names; for the record alone. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly trees: readonly Tree[];
}
