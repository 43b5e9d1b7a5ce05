import type { Tree } from '../tree.js';

/** The conditions on the way to a leaf, those of one feature taken together. */
export interface LeafPath {
  readonly value: number;
  readonly features: Int32Array;
  /** By feature of the path: share of training rows that stay on it when the feature is unknown. */
  readonly zeroFractions: Float64Array;
  /** By split on the way: its node, 1 where the way goes left, and the feature's place in the path. */
  readonly nodes: Int32Array;
  readonly goesLeft: Uint8Array;
  readonly places: Int32Array;
}

/** Paths are asked for again with every learner that is explained; they go with their tree. */
const known = new WeakMap<Tree, readonly LeafPath[]>();

/**
 * The path of every leaf.
 * @throws RangeError where the tree does not say how many rows its nodes had
 */
export function leafPaths(tree: Tree): readonly LeafPath[] {
  let paths = known.get(tree);
  if (paths === undefined) known.set(tree, (paths = findPaths(tree)));
  return paths;
}

function findPaths(tree: Tree): LeafPath[] {
  const paths: LeafPath[] = [];
  const countOf = (child: number): number =>
    child >= 0 ? tree.internalCount[child]! : tree.leafCount[~child]!;
  const way: { node: number; left: boolean }[] = [];
  const visit = (child: number): void => {
    if (child < 0) {
      paths.push(pathOf(tree, tree.leafValue[~child]!, way, countOf));
      return;
    }
    if (!(countOf(child) > 0)) {
      throw new RangeError(
        'the model does not say how many training rows its nodes had (leaf_count, internal_count): ' +
          'contributions cannot be computed; save it again with a LightGBM that writes them',
      );
    }
    for (const left of [true, false]) {
      way.push({ node: child, left });
      visit((left ? tree.leftChild : tree.rightChild)[child]!);
      way.pop();
    }
  };
  visit(0);
  return paths;
}

function pathOf(
  tree: Tree,
  value: number,
  way: readonly { node: number; left: boolean }[],
  countOf: (child: number) => number,
): LeafPath {
  const features: number[] = [];
  const zeroFractions: number[] = [];
  const places = way.map(({ node, left }) => {
    const feature = tree.splitFeature[node]!;
    const before = features.indexOf(feature);
    const place = before >= 0 ? before : features.push(feature) - 1;
    const child = (left ? tree.leftChild : tree.rightChild)[node]!;
    zeroFractions[place] = ((zeroFractions[place] ?? 1) * countOf(child)) / tree.internalCount[node]!;
    return place;
  });
  return {
    value,
    features: Int32Array.from(features),
    zeroFractions: Float64Array.from(zeroFractions),
    nodes: Int32Array.from(way, ({ node }) => node),
    goesLeft: Uint8Array.from(way, ({ left }) => Number(left)),
    places: Int32Array.from(places),
  };
}
