import type { BinnedDataset } from './binned-dataset.js';
import { DEFAULT_LEFT, MISSING_IS_NAN, type Tree } from './tree.js';

/** A tree under construction, values not yet shrunk. */
export interface GrownTree {
  numLeaves: number;
  readonly feature: Int32Array;
  readonly bin: Int32Array;
  readonly missingLeft: Uint8Array;
  readonly gain: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly internalValue: Float64Array;
  readonly internalWeight: Float64Array;
  readonly internalCount: Int32Array;
  readonly leafValue: Float64Array;
  readonly leafWeight: Float64Array;
  readonly leafCount: Int32Array;
  /** Rows of leaf i: `rows[leafBegin[i], leafBegin[i] + leafCount[i])`. */
  readonly leafBegin: Int32Array;
  readonly rows: Int32Array;
}

/** Leaf that a row of the training data falls into. */
export function leafOfRow(grown: GrownTree, data: BinnedDataset, row: number): number {
  if (grown.numLeaves === 1) return 0;
  let node = 0;
  while (node >= 0) {
    const feature = grown.feature[node]!;
    const bin = (data.words[feature >> 2]![row]! >>> ((feature & 3) << 3)) & 255;
    const goesLeft =
      bin === data.mappers[feature]!.missingBin ? grown.missingLeft[node] === 1 : bin <= grown.bin[node]!;
    node = goesLeft ? grown.left[node]! : grown.right[node]!;
  }
  return ~node;
}

/**
 * The tree for keeping: bins become thresholds, values are shrunk.
 * @param bias added to every value (the start score, in the first tree)
 */
export function toTree(grown: GrownTree, data: BinnedDataset, shrinkage: number, bias: number): Tree {
  const inner = grown.numLeaves - 1;
  const value = (raw: number): number => raw * shrinkage + bias;
  const leaves = <T>(of: Float64Array | Int32Array, map: (v: number) => T): T[] =>
    Array.from(of.subarray(0, grown.numLeaves), map);
  const nodes = <T>(of: Float64Array | Int32Array | Uint8Array, map: (v: number, i: number) => T): T[] =>
    Array.from(of.subarray(0, inner), map);
  const same = (v: number): number => v;
  return {
    numLeaves: grown.numLeaves,
    splitFeature: nodes(grown.feature, same),
    splitGain: nodes(grown.gain, same),
    threshold: nodes(grown.bin, (bin, node) => {
      // "Known or missing" splits after the last bin, whose bound is infinite: JSON has no word for it.
      return Math.min(data.mappers[grown.feature[node]!]!.upperBounds[bin]!, Number.MAX_VALUE);
    }),
    decisionType: nodes(grown.missingLeft, (left) => MISSING_IS_NAN | (left === 1 ? DEFAULT_LEFT : 0)),
    leftChild: nodes(grown.left, same),
    rightChild: nodes(grown.right, same),
    leafValue: leaves(grown.leafValue, value),
    leafWeight: leaves(grown.leafWeight, same),
    leafCount: leaves(grown.leafCount, same),
    internalValue: nodes(grown.internalValue, value),
    internalWeight: nodes(grown.internalWeight, same),
    internalCount: nodes(grown.internalCount, same),
    shrinkage,
  };
}
