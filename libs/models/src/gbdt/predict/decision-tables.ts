import type { FeatureColumn } from '../../feature-matrix.js';
import type { Tree } from '../tree.js';
import { leafPaths } from './leaf-paths.js';
import { decideNode } from './node-decisions.js';
import { PathWeights } from './path-weights.js';

/** Trees with more splits have more ways to be decided than are worth laying out: 2 to the power of the splits. */
const MOST_SPLITS = 8;
/** Rows whose decisions are kept at a time, so that their columns stay in the cache while all trees pass over them. */
const BLOCK_ROWS = 2048;

/** What each feature of a tree contributes, by the way in which its splits are decided. */
interface ContributionTable {
  /** Features that the tree asks for. */
  readonly features: Int32Array;
  /** By decisions (one bit a split, 1 = left), then by the above. */
  readonly contributions: Float64Array;
}

/** They are asked for again with every learner; they go with their tree. */
const knownValues = new WeakMap<Tree, Float64Array>();
const knownContributions = new WeakMap<Tree, ContributionTable>();

/** Whether all ways to decide the trees can be laid out. */
export const areSmall = (trees: readonly Tree[]): boolean =>
  trees.every(({ numLeaves }) => numLeaves - 1 <= MOST_SPLITS);

/**
 * Adds each row's sum of leaf values to `scores`, tree after tree. Of small trees: the decisions of a row are the place of
 * its leaf value in a table, which takes a third of the time of going down.
 */
export function addDecidedScores(
  trees: readonly Tree[],
  columns: readonly FeatureColumn[],
  scores: Float64Array,
): void {
  const decisions = new Decisions(scores.length);
  for (let begin = 0; begin < scores.length; begin += BLOCK_ROWS) {
    for (const tree of trees) {
      const { places, size } = decisions.of(tree, columns, begin);
      const values = valuesOf(tree);
      for (let i = 0; i < size; i++) scores[begin + i]! += values[places[i]!]!;
    }
  }
}

/** Adds what each feature contributes in each row, Shapley values (see `shapTable`). Of small trees. */
export function addDecidedContributions(
  trees: readonly Tree[],
  columns: readonly FeatureColumn[],
  rows: number,
  sums: readonly Float64Array[],
): void {
  const decisions = new Decisions(rows);
  for (let begin = 0; begin < rows; begin += BLOCK_ROWS) {
    for (const tree of trees) {
      if (tree.numLeaves === 1) continue;
      const { features, contributions } = contributionsOf(tree);
      const { places, size } = decisions.of(tree, columns, begin);
      const width = features.length;
      for (let at = 0; at < width; at++) {
        const sum = sums[features[at]!]!;
        for (let i = 0; i < size; i++) sum[begin + i]! += contributions[places[i]! * width + at]!;
      }
    }
  }
}

/** How the splits of a tree are decided by a block of rows. */
class Decisions {
  readonly #places: Int32Array;
  readonly #left: Uint8Array;

  constructor(private readonly rows: number) {
    this.#places = new Int32Array(Math.min(BLOCK_ROWS, rows));
    this.#left = new Uint8Array(this.#places.length);
  }

  /** By row of the block, one bit a split; valid until asked again. */
  of(tree: Tree, columns: readonly FeatureColumn[], begin: number): { places: Int32Array; size: number } {
    const [places, left] = [this.#places, this.#left];
    const size = Math.min(BLOCK_ROWS, this.rows - begin);
    places.fill(0);
    for (let node = 0; node < tree.numLeaves - 1; node++) {
      decideNode(tree, node, columns[tree.splitFeature[node]!]!, begin, size, left, 0);
      for (let i = 0; i < size; i++) places[i]! |= left[i]! << node;
    }
    return { places, size };
  }
}

function valuesOf(tree: Tree): Float64Array {
  const known = knownValues.get(tree);
  if (known !== undefined) return known;
  const values = Float64Array.from({ length: 1 << (tree.numLeaves - 1) }, (_, decided) => {
    let node = tree.numLeaves === 1 ? ~0 : 0;
    while (node >= 0) node = (((decided >>> node) & 1) === 1 ? tree.leftChild : tree.rightChild)[node]!;
    return tree.leafValue[~node]!;
  });
  knownValues.set(tree, values);
  return values;
}

function contributionsOf(tree: Tree): ContributionTable {
  const known = knownContributions.get(tree);
  if (known !== undefined) return known;
  const paths = leafPaths(tree);
  const features = Int32Array.from(new Set(tree.splitFeature));
  const contributions = new Float64Array(features.length << (tree.numLeaves - 1));
  const weights = new PathWeights(paths.reduce((most, path) => Math.max(most, path.features.length), 0));
  for (const path of paths) {
    const stays = new Uint8Array(path.features.length);
    const parts = new Float64Array(path.features.length);
    for (let decided = 0; decided < 1 << (tree.numLeaves - 1); decided++) {
      stays.fill(1);
      path.nodes.forEach((node, step) => {
        if (((decided >>> node) & 1) !== path.goesLeft[step]) stays[path.places[step]!] = 0;
      });
      weights.contributions(path.zeroFractions, stays, path.value, parts, 0);
      parts.forEach((part, place) => {
        contributions[decided * features.length + features.indexOf(path.features[place]!)]! += part;
      });
    }
  }
  const table = { features, contributions };
  knownContributions.set(tree, table);
  return table;
}
