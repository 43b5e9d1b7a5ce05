import { CATEGORICAL, DEFAULT_LEFT, MISSING_IS_NAN, MISSING_IS_ZERO, type Tree } from '../tree.js';

/**
 * How a column is read by a node, so that no node has to ask for missing values: NaN becomes 0, -Infinity or
 * +Infinity, and so does zero where it counts as missing. A category is a whole number, -1 where there is none.
 */
export const READ = {
  nanAsZero: 0,
  nanLeft: 1,
  nanRight: 2,
  zeroLeft: 3,
  zeroRight: 4,
  category: 5,
} as const;

/** A column in one reading. */
export interface Slot {
  readonly column: number;
  readonly reading: number;
}

/**
 * All nodes of several trees in typed arrays: of each tree first the inner nodes, then the leaves. A leaf is its own
 * child, so that rows that have arrived can wait for others.
 */
export interface FlatTrees {
  readonly roots: Int32Array;
  /** By tree: its first leaf. */
  readonly firstLeaf: Int32Array;
  /** By tree: 1 = has categorical nodes. */
  readonly mixed: Uint8Array;
  readonly slots: readonly Slot[];
  readonly slot: Int32Array;
  /** Numeric: the threshold, of leaves +Infinity. Categorical: where the node's bits begin in `bits`. */
  readonly threshold: Float64Array;
  /** Children of node i: `[2i]` where the value <= the threshold, `[2i + 1]` where it is above. */
  readonly children: Int32Array;
  /** 0 at inner nodes. */
  readonly value: Float64Array;
  /** By node: words of its set of categories, 0 = numeric. */
  readonly setWords: Int32Array;
  readonly bits: Uint32Array;
}

function readingOf(decisionType: number): number {
  if ((decisionType & CATEGORICAL) !== 0) return READ.category;
  const left = (decisionType & DEFAULT_LEFT) !== 0;
  const missing = decisionType & (3 << 2);
  if (missing === MISSING_IS_NAN) return left ? READ.nanLeft : READ.nanRight;
  if (missing === MISSING_IS_ZERO) return left ? READ.zeroLeft : READ.zeroRight;
  return READ.nanAsZero;
}

const wordsOf = (set: readonly number[]): number => ((set.at(-1) ?? 0) >>> 5) + 1;

export function flattenTrees(trees: readonly Tree[]): FlatTrees {
  const nodes = trees.reduce((sum, { numLeaves }) => sum + 2 * numLeaves - 1, 0);
  const words = trees.reduce(
    (sum, { categorySets }) => categorySets.reduce((inTree, set) => inTree + wordsOf(set), sum),
    0,
  );
  const slots: Slot[] = [];
  const slotOf = new Map<number, number>();
  const flat: FlatTrees = {
    roots: new Int32Array(trees.length),
    firstLeaf: new Int32Array(trees.length),
    mixed: Uint8Array.from(trees, ({ categorySets }) => Number(categorySets.length > 0)),
    slots,
    slot: new Int32Array(nodes),
    threshold: new Float64Array(nodes).fill(Infinity),
    children: new Int32Array(2 * nodes),
    value: new Float64Array(nodes),
    setWords: new Int32Array(nodes),
    bits: new Uint32Array(words),
  };
  let first = 0;
  let word = 0;
  trees.forEach((tree, index) => {
    const inner = tree.numLeaves - 1;
    const firstLeaf = first + inner;
    const nodeOf = (child: number): number => (child >= 0 ? first + child : firstLeaf + ~child);
    flat.roots[index] = first;
    flat.firstLeaf[index] = firstLeaf;
    for (let i = 0; i < inner; i++) {
      const node = first + i;
      const column = tree.splitFeature[i]!;
      const reading = readingOf(tree.decisionType[i]!);
      const key = column * 8 + reading;
      if (!slotOf.has(key)) slotOf.set(key, slots.push({ column, reading }) - 1);
      flat.slot[node] = slotOf.get(key)!;
      flat.threshold[node] = tree.threshold[i]!;
      flat.children[2 * node] = nodeOf(tree.leftChild[i]!);
      flat.children[2 * node + 1] = nodeOf(tree.rightChild[i]!);
      if (reading !== READ.category) continue;
      const set = tree.categorySets[tree.threshold[i]!]!;
      flat.threshold[node] = word;
      flat.setWords[node] = wordsOf(set);
      for (const category of set) flat.bits[word + (category >>> 5)]! |= 1 << (category & 31);
      word += wordsOf(set);
    }
    for (let leaf = 0; leaf < tree.numLeaves; leaf++) {
      const node = firstLeaf + leaf;
      flat.children.fill(node, 2 * node, 2 * node + 2);
      flat.value[node] = tree.leafValue[leaf]!;
    }
    first = firstLeaf + tree.numLeaves;
  });
  return flat;
}
