import type { Arena } from '../arena.js';
import { binAt, type BinnedTable } from '../binning/binned-table.js';
import type { Mapper } from '../binning/mapper.js';
import { CATEGORICAL, DEFAULT_LEFT, MISSING_IS_NAN, MISSING_IS_ZERO, type Tree } from '../tree.js';

/** A tree under construction, values not yet shrunk; overwritten by the next. */
export interface GrownTree {
  readonly feature: Int32Array;
  /** Rows with a bin <= this go left (the missing bin as `missingLeft` says). */
  readonly bin: Int32Array;
  readonly missingLeft: Uint8Array;
  /** By node: bins that go left, for categorical features alone. */
  readonly sets: Map<number, Uint16Array>;
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
  numLeaves: number;
}

export function createGrownTree(size: number, arena: Arena): GrownTree {
  return {
    numLeaves: 1,
    sets: new Map(),
    feature: arena.int32(size),
    bin: arena.int32(size),
    missingLeft: arena.uint8(size),
    gain: arena.float64(size),
    left: arena.int32(size),
    right: arena.int32(size),
    internalValue: arena.float64(size),
    internalWeight: arena.float64(size),
    internalCount: arena.int32(size),
    leafValue: arena.float64(size),
    leafWeight: arena.float64(size),
    leafCount: arena.int32(size),
    leafBegin: arena.int32(size),
  };
}

/** Leaf that a row of the training data falls into. */
export function leafOfRow(grown: GrownTree, table: BinnedTable, row: number): number {
  if (grown.numLeaves === 1) return 0;
  let node = 0;
  while (node >= 0) {
    const feature = grown.feature[node]!;
    const bin = binAt(table, feature, row);
    const goesLeft =
      table.categorical[feature] === 1
        ? grown.sets.get(node)!.includes(bin)
        : bin === table.missingBin[feature]
          ? grown.missingLeft[node] === 1
          : bin <= grown.bin[node]!;
    node = goesLeft ? grown.left[node]! : grown.right[node]!;
  }
  return ~node;
}

/**
 * The tree for keeping: bins become thresholds and categories, values are shrunk.
 * @param bias added to every value (the start score, in the first tree)
 */
export function toTree(grown: GrownTree, mappers: readonly Mapper[], shrinkage: number, bias: number): Tree {
  const inner = grown.numLeaves - 1;
  const value = (raw: number): number => raw * shrinkage + bias;
  const leaves = <T>(of: Float64Array | Int32Array, map: (v: number) => T): T[] =>
    Array.from(of.subarray(0, grown.numLeaves), map);
  const nodes = <T>(of: Float64Array | Int32Array | Uint8Array, map: (v: number, i: number) => T): T[] =>
    Array.from(of.subarray(0, inner), map);
  const same = (v: number): number => v;
  const categorySets: number[][] = [];
  const threshold = nodes(grown.bin, (bin, node) => {
    const mapper = mappers[grown.feature[node]!]!;
    // "Known or missing" splits after the last bin, whose bound is infinite: neither JSON nor LightGBM has a word for
    // it. The latter writes 1e300 instead.
    if (mapper.kind === 'numeric') return Math.min(mapper.upperBounds[bin]!, 1e300);
    const set = Array.from(grown.sets.get(node)!, (inSet) => mapper.categories[inSet]!);
    return categorySets.push(set.sort((a, b) => a - b)) - 1;
  });
  return {
    numLeaves: grown.numLeaves,
    splitFeature: nodes(grown.feature, same),
    splitGain: nodes(grown.gain, same),
    threshold,
    decisionType: nodes(grown.missingLeft, (left, node) =>
      decisionType(mappers[grown.feature[node]!]!, left),
    ),
    leftChild: nodes(grown.left, same),
    rightChild: nodes(grown.right, same),
    categorySets,
    leafValue: leaves(grown.leafValue, value),
    leafWeight: leaves(grown.leafWeight, same),
    leafCount: leaves(grown.leafCount, same),
    internalValue: nodes(grown.internalValue, value),
    internalWeight: nodes(grown.internalWeight, same),
    internalCount: nodes(grown.internalCount, same),
    shrinkage,
  };
}

function decisionType(mapper: Mapper, missingLeft: number): number {
  if (mapper.kind === 'categories') return CATEGORICAL | (mapper.complete ? 0 : MISSING_IS_NAN);
  const missing = mapper.missingType === 'zero' ? MISSING_IS_ZERO : mapper.nanIsZero ? 0 : MISSING_IS_NAN;
  return missing | (missingLeft === 1 ? DEFAULT_LEFT : 0);
}
