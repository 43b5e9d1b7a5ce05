import type { GbdtParameters } from './parameters.js';

/** LightGBM's bits of a node's `decisionType`: missing values go left; NaN is what counts as missing. */
export const DEFAULT_LEFT = 2;
export const MISSING_IS_NAN = 2 << 2;

/**
 * One tree, in the arrays of LightGBM's text format. Inner nodes are numbered from 0 (the root); a child >= 0 is an
 * inner node, a negative one is the leaf `~child`. A row goes left where its value <= threshold, or where the value
 * is missing and the decision type says so.
 */
export interface Tree {
  readonly numLeaves: number;
  readonly splitFeature: readonly number[];
  readonly splitGain: readonly number[];
  readonly threshold: readonly number[];
  readonly decisionType: readonly number[];
  readonly leftChild: readonly number[];
  readonly rightChild: readonly number[];
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

/** A trained ensemble as plain JSON. Its raw score is the sum of the leaf values that a row reaches. */
export interface GbdtModel {
  readonly kind: 'gbdt';
  readonly parameters: GbdtParameters;
  readonly featureNames: readonly string[];
  /** Smallest and largest value seen in training; null for a feature that was always missing. */
  readonly featureRanges: readonly (readonly [min: number, max: number] | null)[];
  readonly trees: readonly Tree[];
}
