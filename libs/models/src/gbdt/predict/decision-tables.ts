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
 * @param scores one column, or one for each value that a feature is asked at
 */
export function addDecidedScores(
  trees: readonly Tree[],
  columns: readonly FeatureColumn[],
  scores: readonly Float64Array[],
  asked: AskedColumn = nothingAsked,
): void {
  const rows = scores[0]?.length ?? 0;
  const decisions = new Decisions(rows, columns, asked);
  const answers = trees.map((tree) => decisions.answersOf(tree));
  for (let begin = 0; begin < rows; begin += BLOCK_ROWS) {
    trees.forEach((tree, index) => {
      const { places, size } = decisions.of(tree, begin);
      const values = valuesOf(tree);
      for (let at = 0; at < scores.length; at++) {
        const bits = answers[index]![at]!;
        const sums = scores[at]!;
        for (let i = 0; i < size; i++) sums[begin + i]! += values[places[i]! | bits]!;
      }
    });
  }
}

/**
 * Adds what each feature contributes in each row, Shapley values (see `shapTable`); where a feature is asked at several
 * values, their mean. Of small trees.
 */
export function addDecidedContributions(
  trees: readonly Tree[],
  columns: readonly FeatureColumn[],
  rows: number,
  sums: readonly Float64Array[],
  asked: AskedColumn = nothingAsked,
): void {
  const decisions = new Decisions(rows, columns, asked);
  const tables = trees.map((tree) =>
    tree.numLeaves === 1 ? null : meanOver(contributionsOf(tree), decisions.answersOf(tree)),
  );
  for (let begin = 0; begin < rows; begin += BLOCK_ROWS) {
    trees.forEach((tree, index) => {
      const table = tables[index];
      if (table == null) return;
      const { places, size } = decisions.of(tree, begin);
      const width = table.features.length;
      for (let at = 0; at < width; at++) {
        const sum = sums[table.features[at]!]!;
        for (let i = 0; i < size; i++) sum[begin + i]! += table.contributions[places[i]! * width + at]!;
      }
    });
  }
}

/** A feature of which `columns` say nothing, by its number, and the values at which it is asked about. */
export interface AskedColumn {
  readonly feature: number;
  readonly values: readonly number[];
}
const nothingAsked: AskedColumn = { feature: -1, values: [0] };

/** How the splits of a tree are decided by a block of rows: one bit a split, 1 = left. */
class Decisions {
  readonly #places: Int32Array;
  readonly #left: Uint8Array;

  constructor(
    private readonly rows: number,
    private readonly columns: readonly FeatureColumn[],
    private readonly asked: AskedColumn,
  ) {
    this.#places = new Int32Array(Math.min(BLOCK_ROWS, rows));
    this.#left = new Uint8Array(this.#places.length);
  }

  /** By row of the block, the bits of what is asked left at 0; valid until asked again. */
  of(tree: Tree, begin: number): { readonly places: Int32Array; readonly size: number } {
    const [places, left] = [this.#places, this.#left];
    const size = Math.min(BLOCK_ROWS, this.rows - begin);
    places.fill(0);
    for (let node = 0; node < tree.numLeaves - 1; node++) {
      const feature = tree.splitFeature[node]!;
      if (feature === this.asked.feature) continue;
      decideNode(tree, node, this.columns[feature]!, begin, size, left, 0);
      for (let i = 0; i < size; i++) places[i]! |= left[i]! << node;
    }
    return { places, size };
  }

  /** The bits of the asked feature at each of its values. */
  answersOf(tree: Tree): readonly number[] {
    const left = new Uint8Array(1);
    return this.asked.values.map((value) => {
      let bits = 0;
      tree.splitFeature.forEach((feature, node) => {
        if (feature !== this.asked.feature) return;
        decideNode(tree, node, Float64Array.of(value), 0, 1, left, 0);
        bits |= left[0]! << node;
      });
      return bits;
    });
  }
}

/** The table with, for each way to decide the other splits, the mean over the answers. */
function meanOver(table: ContributionTable, answers: readonly number[]): ContributionTable {
  if (answers.every((bits) => bits === 0)) return table;
  const { features, contributions } = table;
  const width = features.length;
  const means = new Float64Array(contributions.length);
  for (let at = 0; at < means.length; at++) {
    const decided = Math.floor(at / width);
    for (const bits of answers)
      means[at]! += contributions[(decided | bits) * width + (at % width)]! / answers.length;
  }
  return { features, contributions: means };
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
