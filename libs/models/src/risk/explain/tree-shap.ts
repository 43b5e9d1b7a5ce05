import { alignFeatures, type FeatureMatrix } from '../../feature-matrix.js';
import { DEFAULT_LEFT, type GbdtModel, type Tree } from '../gbdt/tree.js';

/** Contributions of one row. `baseValue` + the sum of `contributions` = the raw score, to rounding. */
export interface ShapExplanation {
  /** Mean raw score over the training rows (by the trees' own counts). */
  readonly baseValue: number;
  /** One per feature of the model, in its order, in units of the raw score (log-odds for `binary`). */
  readonly contributions: Float64Array;
}

/**
 * Exact Shapley values of a tree ensemble by the path-dependent algorithm (Lundberg et al. 2020, "From local
 * explanations to global understanding with explainable AI for trees", algorithm 2), the one that LightGBM's
 * `pred_contrib` uses: a feature left out of a coalition is averaged over by the training counts below its splits.
 * @param row row number in the matrix
 */
export function treeShap(model: GbdtModel, matrix: FeatureMatrix, row: number): ShapExplanation {
  if (!(row >= 0 && row < matrix.rows)) throw new RangeError(`row ${String(row)} of ${String(matrix.rows)}`);
  const values = Float64Array.from(
    alignFeatures(matrix, model.featureNames).columns,
    (column) => column[row]!,
  );
  const contributions = new Float64Array(values.length);
  const paths = new PathStack(Math.max(...model.trees.map(depthOf)));
  let baseValue = 0;
  for (const tree of model.trees) {
    baseValue += expectedValue(tree);
    if (tree.numLeaves > 1) new TreeWalk(tree, values, contributions, paths).visit(0, 0, 0, 1, 1, -1);
  }
  return { baseValue, contributions };
}

/** Mean leaf value over the training rows. */
function expectedValue(tree: Tree): number {
  let sum = 0;
  let rows = 0;
  for (let leaf = 0; leaf < tree.numLeaves; leaf++) {
    sum += tree.leafValue[leaf]! * tree.leafCount[leaf]!;
    rows += tree.leafCount[leaf]!;
  }
  return sum / rows;
}

function depthOf(tree: Tree): number {
  const below = (child: number): number =>
    child < 0 ? 0 : 1 + Math.max(below(tree.leftChild[child]!), below(tree.rightChild[child]!));
  return tree.numLeaves === 1 ? 0 : below(0);
}

/**
 * The features met on the way down, with the share of coalitions of each size that let the row through. Every level
 * of the recursion works on its own copy, laid out one after the other.
 */
class PathStack {
  readonly feature: Int32Array;
  /** Share of training rows that go this way when the feature is unknown. */
  readonly zeroFraction: Float64Array;
  /** 1 where the row itself goes this way, else 0. */
  readonly oneFraction: Float64Array;
  readonly weight: Float64Array;

  constructor(depth: number) {
    const size = ((depth + 2) * (depth + 3)) / 2;
    this.feature = new Int32Array(size);
    this.zeroFraction = new Float64Array(size);
    this.oneFraction = new Float64Array(size);
    this.weight = new Float64Array(size);
  }

  copy(from: number, to: number, length: number): void {
    this.feature.copyWithin(to, from, from + length);
    this.zeroFraction.copyWithin(to, from, from + length);
    this.oneFraction.copyWithin(to, from, from + length);
    this.weight.copyWithin(to, from, from + length);
  }

  /** Adds a feature at position `length` of the path that begins at `begin`. */
  extend(begin: number, length: number, zero: number, one: number, feature: number): void {
    const { weight } = this;
    this.feature[begin + length] = feature;
    this.zeroFraction[begin + length] = zero;
    this.oneFraction[begin + length] = one;
    weight[begin + length] = length === 0 ? 1 : 0;
    for (let i = length - 1; i >= 0; i--) {
      weight[begin + i + 1]! += (one * weight[begin + i]! * (i + 1)) / (length + 1);
      weight[begin + i] = (zero * weight[begin + i]! * (length - i)) / (length + 1);
    }
  }

  /** Takes the feature at `at` back out; `last` is the position of the path's last entry. */
  unwind(begin: number, last: number, at: number): void {
    const { weight, feature, zeroFraction, oneFraction } = this;
    const one = oneFraction[begin + at]!;
    const zero = zeroFraction[begin + at]!;
    let next = weight[begin + last]!;
    for (let i = last - 1; i >= 0; i--) {
      if (one !== 0) {
        const kept = weight[begin + i]!;
        weight[begin + i] = (next * (last + 1)) / ((i + 1) * one);
        next = kept - (weight[begin + i]! * zero * (last - i)) / (last + 1);
      } else {
        weight[begin + i] = (weight[begin + i]! * (last + 1)) / (zero * (last - i));
      }
    }
    for (let i = begin + at; i < begin + last; i++) {
      feature[i] = feature[i + 1]!;
      zeroFraction[i] = zeroFraction[i + 1]!;
      oneFraction[i] = oneFraction[i + 1]!;
    }
  }

  /** Sum of the weights as `unwind` would leave them, without changing the path. */
  unwoundSum(begin: number, last: number, at: number): number {
    const { weight } = this;
    const one = this.oneFraction[begin + at]!;
    const zero = this.zeroFraction[begin + at]!;
    let next = weight[begin + last]!;
    let total = 0;
    for (let i = last - 1; i >= 0; i--) {
      if (one !== 0) {
        const unwound = (next * (last + 1)) / ((i + 1) * one);
        total += unwound;
        next = weight[begin + i]! - (unwound * zero * (last - i)) / (last + 1);
      } else {
        total += (weight[begin + i]! * (last + 1)) / (zero * (last - i));
      }
    }
    return total;
  }
}

class TreeWalk {
  constructor(
    private readonly tree: Tree,
    private readonly values: Float64Array,
    private readonly contributions: Float64Array,
    private readonly path: PathStack,
  ) {}

  /**
   * @param node inner node, or ~leaf
   * @param begin where the parent's path begins
   * @param length entries of the parent's path
   */
  visit(node: number, begin: number, length: number, zero: number, one: number, feature: number): void {
    const { path, tree } = this;
    const own = begin + length;
    path.copy(begin, own, length);
    path.extend(own, length, zero, one, feature);
    if (node < 0) {
      for (let i = 1; i <= length; i++) {
        const gained = path.oneFraction[own + i]! - path.zeroFraction[own + i]!;
        this.contributions[path.feature[own + i]!]! +=
          path.unwoundSum(own, length, i) * gained * tree.leafValue[~node]!;
      }
      return;
    }
    const split = tree.splitFeature[node]!;
    const left = tree.leftChild[node]!;
    const right = tree.rightChild[node]!;
    const [hot, cold] = this.goesLeft(node) ? [left, right] : [right, left];

    let last = length;
    let incomingZero = 1;
    let incomingOne = 1;
    for (let i = 1; i <= length; i++) {
      if (path.feature[own + i] !== split) continue;
      // The feature was split on above: its two conditions count as one.
      incomingZero = path.zeroFraction[own + i]!;
      incomingOne = path.oneFraction[own + i]!;
      path.unwind(own, length, i);
      last = length - 1;
      break;
    }
    const total = tree.internalCount[node]!;
    this.visit(hot, own, last + 1, (incomingZero * this.countOf(hot)) / total, incomingOne, split);
    this.visit(cold, own, last + 1, (incomingZero * this.countOf(cold)) / total, 0, split);
  }

  private goesLeft(node: number): boolean {
    const value = this.values[this.tree.splitFeature[node]!]!;
    if (Number.isNaN(value)) return (this.tree.decisionType[node]! & DEFAULT_LEFT) !== 0;
    return value <= this.tree.threshold[node]!;
  }

  private countOf(child: number): number {
    return child >= 0 ? this.tree.internalCount[child]! : this.tree.leafCount[~child]!;
  }
}
