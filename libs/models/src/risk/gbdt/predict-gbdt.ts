import { alignFeatures, type FeatureMatrix } from '../../feature-matrix.js';
import { logistic } from '../../numeric.js';
import { DEFAULT_LEFT, type GbdtModel, type Tree } from './tree.js';

/** Rows that are laid out row by row at a time: their values stay in the cache while all trees pass over them. */
const BLOCK_ROWS = 256;

/** All nodes of several trees in typed arrays. */
interface FlatTrees {
  readonly roots: Int32Array;
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly missingLeft: Uint8Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly leafValue: Float64Array;
}

function flatten(trees: readonly Tree[]): FlatTrees {
  const nodes = trees.reduce((sum, tree) => sum + tree.numLeaves - 1, 0);
  const leaves = trees.reduce((sum, tree) => sum + tree.numLeaves, 0);
  const flat: FlatTrees = {
    roots: new Int32Array(trees.length),
    feature: new Int32Array(nodes),
    threshold: new Float64Array(nodes),
    missingLeft: new Uint8Array(nodes),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    leafValue: new Float64Array(leaves),
  };
  let node = 0;
  let leaf = 0;
  trees.forEach((tree, index) => {
    const firstNode = node;
    const firstLeaf = leaf;
    const global = (child: number): number => (child >= 0 ? firstNode + child : ~(firstLeaf + ~child));
    flat.roots[index] = tree.numLeaves === 1 ? ~firstLeaf : firstNode;
    for (let i = 0; i < tree.numLeaves - 1; i++, node++) {
      flat.feature[node] = tree.splitFeature[i]!;
      flat.threshold[node] = tree.threshold[i]!;
      flat.missingLeft[node] = (tree.decisionType[i]! & DEFAULT_LEFT) === 0 ? 0 : 1;
      flat.left[node] = global(tree.leftChild[i]!);
      flat.right[node] = global(tree.rightChild[i]!);
    }
    for (let i = 0; i < tree.numLeaves; i++, leaf++) flat.leafValue[leaf] = tree.leafValue[i]!;
  });
  return flat;
}

/** Adds each row's sum of leaf values to `scores`. Columns are read by position. */
export function addRawScores(trees: readonly Tree[], matrix: FeatureMatrix, scores: Float64Array): void {
  const flat = flatten(trees);
  const { roots, feature, threshold, missingLeft, left, right, leafValue } = flat;
  const used = Int32Array.from(new Set(feature)).sort();
  const width = matrix.columns.length;
  const block = new Float64Array(Math.min(BLOCK_ROWS, matrix.rows) * width);
  for (let begin = 0; begin < matrix.rows; begin += BLOCK_ROWS) {
    const size = Math.min(BLOCK_ROWS, matrix.rows - begin);
    for (const column of used) {
      const values = matrix.columns[column]!;
      for (let i = 0; i < size; i++) block[i * width + column] = values[begin + i]!;
    }
    for (const root of roots) {
      for (let i = 0; i < size; i++) {
        const at = i * width;
        let node = root;
        while (node >= 0) {
          const value = block[at + feature[node]!]!;
          // NaN fails every comparison; what it does then is looked up.
          if (value <= threshold[node]!) node = left[node]!;
          else if (value > threshold[node]!) node = right[node]!;
          else node = missingLeft[node] === 1 ? left[node]! : right[node]!;
        }
        scores[begin + i]! += leafValue[~node]!;
      }
    }
  }
}

/**
 * Raw score of each row: log-odds for `binary`, the value for `regression`.
 * @param matrix has the model's features by name, in any order
 * @throws RangeError naming the features that are missing
 */
export function predictRaw(model: GbdtModel, matrix: FeatureMatrix): Float64Array {
  const scores = new Float64Array(matrix.rows);
  addRawScores(model.trees, alignFeatures(matrix, model.featureNames), scores);
  return scores;
}

/** Probability of label 1 for each row, (0, 1). Of a `binary` model. */
export function predictProbability(model: GbdtModel, matrix: FeatureMatrix): Float64Array {
  return predictRaw(model, matrix).map(logistic);
}
