import type { FeatureMatrix } from '../../feature-matrix.js';
import { CATEGORICAL, DEFAULT_LEFT, MISSING_IS_NAN, MISSING_IS_ZERO, type Tree, ZERO } from '../tree.js';

/** Rows that are laid out row by row at a time: their values stay in the cache while all trees pass over them. */
const BLOCK_ROWS = 256;

/**
 * How a column is read by a node, so that no node has to ask for missing values: NaN becomes 0, -Infinity or
 * +Infinity, and so does zero where it counts as missing.
 */
const READ = { nanAsZero: 0, nanLeft: 1, nanRight: 2, zeroLeft: 3, zeroRight: 4, category: 5 } as const;

/** A column in one reading. */
interface Slot {
  readonly column: number;
  readonly reading: number;
}

/** All nodes of several trees in typed arrays. */
interface FlatTrees {
  readonly roots: Int32Array;
  readonly slots: readonly Slot[];
  readonly slot: Int32Array;
  readonly threshold: Float64Array;
  /** Children of node i: `[2i]` where the value <= the threshold, `[2i + 1]` where it is above. */
  readonly children: Int32Array;
  readonly leafValue: Float64Array;
  /** By node, the categories that go left; empty where all nodes are numeric. */
  readonly sets: readonly (ReadonlySet<number> | null)[];
}

function readingOf(decisionType: number): number {
  if ((decisionType & CATEGORICAL) !== 0) return READ.category;
  const left = (decisionType & DEFAULT_LEFT) !== 0;
  const missing = decisionType & (3 << 2);
  if (missing === MISSING_IS_NAN) return left ? READ.nanLeft : READ.nanRight;
  if (missing === MISSING_IS_ZERO) return left ? READ.zeroLeft : READ.zeroRight;
  return READ.nanAsZero;
}

function flatten(trees: readonly Tree[]): FlatTrees {
  const nodes = trees.reduce((sum, tree) => sum + tree.numLeaves - 1, 0);
  const leaves = trees.reduce((sum, tree) => sum + tree.numLeaves, 0);
  const roots = new Int32Array(trees.length);
  const slot = new Int32Array(nodes);
  const threshold = new Float64Array(nodes);
  const children = new Int32Array(2 * nodes);
  const leafValue = new Float64Array(leaves);
  const sets: (ReadonlySet<number> | null)[] = [];
  const slots: Slot[] = [];
  const slotOf = new Map<number, number>();
  const categorical = trees.some(({ categorySets }) => categorySets.length > 0);
  let node = 0;
  let leaf = 0;
  trees.forEach((tree, index) => {
    const firstNode = node;
    const firstLeaf = leaf;
    const global = (child: number): number => (child >= 0 ? firstNode + child : ~(firstLeaf + ~child));
    roots[index] = tree.numLeaves === 1 ? ~firstLeaf : firstNode;
    for (let i = 0; i < tree.numLeaves - 1; i++, node++) {
      const column = tree.splitFeature[i]!;
      const reading = readingOf(tree.decisionType[i]!);
      const key = column * 8 + reading;
      if (!slotOf.has(key)) slotOf.set(key, slots.push({ column, reading }) - 1);
      slot[node] = slotOf.get(key)!;
      threshold[node] = tree.threshold[i]!;
      children[2 * node] = global(tree.leftChild[i]!);
      children[2 * node + 1] = global(tree.rightChild[i]!);
      if (categorical) {
        sets.push(reading === READ.category ? new Set(tree.categorySets[tree.threshold[i]!]) : null);
      }
    }
    for (let i = 0; i < tree.numLeaves; i++, leaf++) leafValue[leaf] = tree.leafValue[i]!;
  });
  return { roots, slots, slot, threshold, children, leafValue, sets };
}

/** Adds each row's sum of leaf values to `scores`. Columns are read by position. */
export function addRawScores(trees: readonly Tree[], matrix: FeatureMatrix, scores: Float64Array): void {
  const flat = flatten(trees);
  const width = flat.slots.length;
  const block = new Float64Array(Math.min(BLOCK_ROWS, matrix.rows) * width);
  const walk = flat.sets.length > 0 ? addMixedBlock : addNumericBlock;
  for (let begin = 0; begin < matrix.rows; begin += BLOCK_ROWS) {
    const size = Math.min(BLOCK_ROWS, matrix.rows - begin);
    flat.slots.forEach(({ column, reading }, at) => {
      readColumn(matrix.columns[column]!, begin, size, reading, block, at, width);
    });
    walk(flat, block, width, size, scores, begin);
  }
}

function readColumn(
  values: Float64Array | Float32Array,
  begin: number,
  size: number,
  reading: number,
  block: Float64Array,
  at: number,
  width: number,
): void {
  const zeroIsMissing = reading === READ.zeroLeft || reading === READ.zeroRight;
  const missing =
    reading === READ.nanAsZero
      ? 0
      : reading === READ.nanLeft || reading === READ.zeroLeft
        ? -Infinity
        : Infinity;
  for (let i = 0; i < size; i++) {
    const value = values[begin + i]!;
    const isMissing = Number.isNaN(value) || (zeroIsMissing && value >= -ZERO && value <= ZERO);
    block[i * width + at] = isMissing ? missing : value;
  }
}

function addNumericBlock(
  { roots, slot, threshold, children, leafValue }: FlatTrees,
  block: Float64Array,
  width: number,
  size: number,
  scores: Float64Array,
  begin: number,
): void {
  for (const root of roots) {
    for (let i = 0; i < size; i++) {
      const at = i * width;
      let node = root;
      while (node >= 0) {
        node = children[2 * node + Number(block[at + slot[node]!]! > threshold[node]!)]!;
      }
      scores[begin + i]! += leafValue[~node]!;
    }
  }
}

function addMixedBlock(
  { roots, slot, threshold, children, leafValue, sets }: FlatTrees,
  block: Float64Array,
  width: number,
  size: number,
  scores: Float64Array,
  begin: number,
): void {
  for (const root of roots) {
    for (let i = 0; i < size; i++) {
      const at = i * width;
      let node = root;
      while (node >= 0) {
        const value = block[at + slot[node]!]!;
        const set = sets[node] ?? null;
        const right = set === null ? value > threshold[node]! : !set.has(Math.trunc(value));
        node = children[2 * node + Number(right)]!;
      }
      scores[begin + i]! += leafValue[~node]!;
    }
  }
}
