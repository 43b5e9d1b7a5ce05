import { alignFeatures, type FeatureColumn, type FeatureMatrix, selectRows } from '../../feature-matrix.js';
import type { GbdtModel, Tree } from '../tree.js';
import { type Asked, askedMatrices } from './asked.js';
import { addDecidedContributions, areSmall } from './decision-tables.js';
import { type LeafPath, leafPaths } from './leaf-paths.js';
import { decideNode } from './node-decisions.js';
import { PathWeights } from './path-weights.js';

/** Contributions of one row. `baseValue` + the sum of `contributions` = the raw score, to rounding. */
export interface ShapExplanation {
  /** Mean raw score over the training rows (by the trees' own counts). */
  readonly baseValue: number;
  /** One per feature of the model, in its order, in units of the raw score (log-odds for `binary`). */
  readonly contributions: Float64Array;
}

/** Contributions of many rows. */
export interface ShapTable {
  readonly baseValue: number;
  /** By feature of the model, then by row. */
  readonly contributions: readonly Float64Array[];
}

/** Rows whose ways through a tree are kept at a time. */
const BLOCK_ROWS = 2048;
/** Longer paths than this have more patterns than a block has rows. */
const TABLE_FEATURES = 11;

/**
 * Exact Shapley values of a tree ensemble, path-dependent (Lundberg et al. 2020, "From local explanations to global
 * understanding with explainable AI for trees"), the ones that LightGBM's `pred_contrib` gives: a feature left out of a
 * coalition is averaged over by the training counts below its splits. What a leaf contributes depends only on which
 * features of its path the row obeys: every such pattern is computed once per block (Yang 2021, "Fast TreeSHAP").
 * @throws RangeError naming features that are missing, or where the model does not know its counts
 */
export function shapTable(model: GbdtModel, matrix: FeatureMatrix): ShapTable {
  const { columns } = alignFeatures(matrix, model.featureNames);
  const contributions = model.featureNames.map(() => new Float64Array(matrix.rows));
  if (areSmall(model.trees)) addDecidedContributions(model.trees, columns, matrix.rows, contributions);
  else
    for (const tree of model.trees)
      if (tree.numLeaves > 1) addTree(tree, columns, matrix.rows, contributions);
  const baseValue = model.trees.reduce((sum, tree) => sum + expectedValue(tree), 0);
  if (!model.averageOutput) return { baseValue, contributions };
  for (const column of contributions) column.forEach((sum, row) => (column[row] = sum / model.trees.length));
  return { baseValue: baseValue / model.trees.length, contributions };
}

/** The mean of the tables where a feature is no column but asked about at several values. */
export function meanShapTable(model: GbdtModel, matrix: FeatureMatrix, asked: Asked): ShapTable {
  const feature = model.featureNames.indexOf(asked.name);
  const [first] = askedMatrices(matrix, asked);
  if (first === undefined || feature < 0 || model.averageOutput || !areSmall(model.trees))
    return meanTable(askedMatrices(matrix, asked).map((one) => shapTable(model, one)));
  const contributions = model.featureNames.map(() => new Float64Array(matrix.rows));
  const { columns } = alignFeatures(first, model.featureNames);
  addDecidedContributions(model.trees, columns, matrix.rows, contributions, {
    feature,
    values: asked.values,
  });
  return { baseValue: model.trees.reduce((sum, tree) => sum + expectedValue(tree), 0), contributions };
}

/** @param tables at least one, all of the same model and rows */
export function meanTable(tables: readonly ShapTable[]): ShapTable {
  const [first] = tables;
  if (first === undefined) throw new RangeError('the mean of no tables');
  return {
    baseValue: tables.reduce((sum, { baseValue }) => sum + baseValue, 0) / tables.length,
    contributions: first.contributions.map((column, feature) => {
      const mean = new Float64Array(column.length);
      for (const { contributions } of tables) {
        const parts = contributions[feature]!;
        for (let row = 0; row < mean.length; row++) mean[row]! += parts[row]! / tables.length;
      }
      return mean;
    }),
  };
}

/** The same of one row. @param row row number in the matrix */
export function treeShap(model: GbdtModel, matrix: FeatureMatrix, row: number): ShapExplanation {
  if (!(row >= 0 && row < matrix.rows)) throw new RangeError(`row ${String(row)} of ${String(matrix.rows)}`);
  const { baseValue, contributions } = shapTable(model, selectRows(matrix, Int32Array.of(row)));
  return { baseValue, contributions: Float64Array.from(contributions, (column) => column[0]!) };
}

/** Mean leaf value over the training rows. */
function expectedValue(tree: Tree): number {
  if (tree.numLeaves === 1) return tree.leafValue[0]!;
  let sum = 0;
  for (let leaf = 0; leaf < tree.numLeaves; leaf++) {
    sum += tree.leafValue[leaf]! * (tree.leafCount[leaf]! / tree.internalCount[0]!);
  }
  return sum;
}

function addTree(
  tree: Tree,
  columns: readonly FeatureColumn[],
  rows: number,
  contributions: readonly Float64Array[],
): void {
  const paths = leafPaths(tree);
  const weights = new PathWeights(paths.reduce((most, { features }) => Math.max(most, features.length), 0));
  const blockRows = Math.min(BLOCK_ROWS, rows);
  const left = new Uint8Array((tree.numLeaves - 1) * blockRows);
  for (let begin = 0; begin < rows; begin += blockRows) {
    const size = Math.min(blockRows, rows - begin);
    for (let node = 0; node < tree.numLeaves - 1; node++) {
      decideNode(tree, node, columns[tree.splitFeature[node]!]!, begin, size, left, node * blockRows);
    }
    const block = { left, blockRows, begin, size };
    for (const path of paths) {
      if (path.features.length <= TABLE_FEATURES) addByPattern(path, block, weights, contributions);
      else addByRow(path, block, weights, contributions);
    }
  }
}

interface Block {
  /** By node and row of the block: 1 = goes left. */
  readonly left: Uint8Array;
  readonly blockRows: number;
  readonly begin: number;
  readonly size: number;
}

function addByPattern(
  path: LeafPath,
  { left, blockRows, begin, size }: Block,
  weights: PathWeights,
  contributions: readonly Float64Array[],
): void {
  const length = path.features.length;
  const every = (1 << length) - 1;
  const patterns = new Int32Array(size).fill(every);
  for (let step = 0; step < path.nodes.length; step++) {
    const at = path.nodes[step]! * blockRows;
    const wanted = path.goesLeft[step]!;
    const place = path.places[step]!;
    for (let i = 0; i < size; i++) patterns[i]! &= ~((left[at + i]! ^ wanted) << place);
  }
  const table = new Float64Array((every + 1) * length);
  const known = new Uint8Array(every + 1);
  const stays = new Uint8Array(length);
  for (let i = 0; i < size; i++) {
    const pattern = patterns[i]!;
    if (known[pattern] === 1) continue;
    known[pattern] = 1;
    for (let place = 0; place < length; place++) stays[place] = (pattern >>> place) & 1;
    weights.contributions(path.zeroFractions, stays, path.value, table, pattern * length);
  }
  for (let place = 0; place < length; place++) {
    const column = contributions[path.features[place]!]!;
    for (let i = 0; i < size; i++) column[begin + i]! += table[patterns[i]! * length + place]!;
  }
}

function addByRow(
  path: LeafPath,
  { left, blockRows, begin, size }: Block,
  weights: PathWeights,
  contributions: readonly Float64Array[],
): void {
  const length = path.features.length;
  const stays = new Uint8Array(length);
  const parts = new Float64Array(length);
  for (let i = 0; i < size; i++) {
    stays.fill(1);
    for (let step = 0; step < path.nodes.length; step++) {
      if (left[path.nodes[step]! * blockRows + i] !== path.goesLeft[step]) stays[path.places[step]!] = 0;
    }
    weights.contributions(path.zeroFractions, stays, path.value, parts, 0);
    for (let place = 0; place < length; place++) {
      contributions[path.features[place]!]![begin + i]! += parts[place]!;
    }
  }
}
