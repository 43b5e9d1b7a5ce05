import type { BinnedDataset } from './binned-dataset.js';
import type { GrownTree } from './grown-tree.js';
import { buildHistogram, createHistogram, type Histogram, subtractHistogram } from './histogram.js';
import type { GbdtParameters } from './parameters.js';
import {
  findBestSplit,
  leafOutput,
  type LeafSums,
  type SplitCandidate,
  type SplitRules,
} from './split-finder.js';

interface Leaf extends LeafSums {
  begin: number;
  depth: number;
  histogram: Histogram;
  readonly best: SplitCandidate;
  /** The inner node that this leaf hangs on; -1 for the root. */
  parent: number;
  isLeft: boolean;
}

/** Grows trees leaf by leaf, the best split first (Shi 2007, as LightGBM). Its buffers serve every tree. */
export class TreeGrower {
  private readonly rules: SplitRules;
  private readonly leaves: Leaf[] = [];
  private readonly rows: Int32Array;
  private readonly rightRows: Int32Array;
  private readonly orderedGradients: Float64Array;
  private readonly orderedHessians: Float64Array;
  private readonly groupUsed: Uint8Array;
  private readonly grown: GrownTree;

  constructor(
    private readonly data: BinnedDataset,
    private readonly parameters: GbdtParameters,
  ) {
    this.rules = { ...parameters, monotone: parameters.monotoneConstraints.some((sign) => sign !== 0) };
    this.rows = new Int32Array(data.rows);
    this.rightRows = new Int32Array(data.rows);
    this.orderedGradients = new Float64Array(data.rows);
    this.orderedHessians = new Float64Array(data.rows);
    this.groupUsed = new Uint8Array(data.words.length);
    const size = parameters.numLeaves;
    this.grown = {
      numLeaves: 1,
      feature: new Int32Array(size),
      bin: new Int32Array(size),
      missingLeft: new Uint8Array(size),
      gain: new Float64Array(size),
      left: new Int32Array(size),
      right: new Int32Array(size),
      internalValue: new Float64Array(size),
      internalWeight: new Float64Array(size),
      internalCount: new Int32Array(size),
      leafValue: new Float64Array(size),
      leafWeight: new Float64Array(size),
      leafCount: new Int32Array(size),
      leafBegin: new Int32Array(size),
      rows: this.rows,
    };
  }

  /**
   * One tree for the given gradients and hessians (by row of the data set).
   * @param bag rows to learn from; null = all
   * @param features numbers of the features that may be split on
   * @returns buffers that the next call overwrites
   */
  grow(
    gradients: Float64Array,
    hessians: Float64Array,
    bag: Int32Array | null,
    features: Int32Array,
  ): GrownTree {
    const { grown, leaves, parameters } = this;
    const count = bag?.length ?? this.data.rows;
    for (let i = 0; i < count; i++) this.rows[i] = bag === null ? i : bag[i]!;
    this.groupUsed.fill(0);
    for (const feature of features) this.groupUsed[feature >> 2] = 1;

    const root = this.leafAt(0);
    Object.assign(root, { begin: 0, count, depth: 0, parent: -1, isLeft: true, gradient: 0, hessian: 0 });
    root.minOutput = -Infinity;
    root.maxOutput = Infinity;
    for (let i = 0; i < count; i++) {
      root.gradient += gradients[this.rows[i]!]!;
      root.hessian += hessians[this.rows[i]!]!;
    }
    this.fillHistogram(root, gradients, hessians);
    this.searchSplit(root, features);

    let numLeaves = 1;
    while (numLeaves < parameters.numLeaves) {
      let chosen = 0;
      for (let i = 1; i < numLeaves; i++) {
        if (leaves[i]!.best.gain > leaves[chosen]!.best.gain) chosen = i;
      }
      const left = leaves[chosen]!;
      if (left.best.gain <= 0) break;
      const right = this.leafAt(numLeaves);
      this.split(left, right, numLeaves - 1);
      numLeaves++;
      if (numLeaves < parameters.numLeaves) this.searchChildren(left, right, gradients, hessians, features);
    }

    grown.numLeaves = numLeaves;
    for (let i = 0; i < numLeaves; i++) {
      const leaf = leaves[i]!;
      grown.leafValue[i] = leafOutput(leaf.gradient, leaf.hessian, this.rules, leaf);
      grown.leafWeight[i] = leaf.hessian;
      grown.leafCount[i] = leaf.count;
      grown.leafBegin[i] = leaf.begin;
      if (leaf.parent >= 0) (leaf.isLeft ? grown.left : grown.right)[leaf.parent] = ~i;
    }
    return grown;
  }

  private leafAt(index: number): Leaf {
    return (this.leaves[index] ??= {
      begin: 0,
      count: 0,
      depth: 0,
      gradient: 0,
      hessian: 0,
      minOutput: -Infinity,
      maxOutput: Infinity,
      parent: -1,
      isLeft: true,
      histogram: createHistogram(this.data),
      best: { gain: 0, feature: -1, bin: 0, missingLeft: false, leftGradient: 0, leftHessian: 0 },
    });
  }

  private fillHistogram(leaf: Leaf, gradients: Float64Array, hessians: Float64Array): void {
    const { orderedGradients, orderedHessians, rows } = this;
    const { begin, count } = leaf;
    for (let i = 0; i < count; i++) {
      const row = rows[begin + i]!;
      orderedGradients[i] = gradients[row]!;
      orderedHessians[i] = hessians[row]!;
    }
    buildHistogram(
      leaf.histogram,
      this.data,
      rows,
      begin,
      count,
      orderedGradients,
      orderedHessians,
      this.groupUsed,
    );
  }

  private canSplit(leaf: Leaf): boolean {
    const { maxDepth, minDataInLeaf } = this.parameters;
    return leaf.count >= 2 * Math.max(1, minDataInLeaf) && (maxDepth < 0 || leaf.depth < maxDepth);
  }

  private searchSplit(leaf: Leaf, features: Int32Array): void {
    const { data, parameters, rules } = this;
    leaf.best.gain = 0;
    if (!this.canSplit(leaf)) return;
    for (const feature of features) {
      findBestSplit(
        leaf.histogram,
        data.binOffset[feature]!,
        data.mappers[feature]!,
        feature,
        parameters.monotoneConstraints[feature] ?? 0,
        leaf,
        rules,
        leaf.best,
      );
    }
  }

  /** Counts the smaller child alone; the larger one is the parent less the smaller. */
  private searchChildren(
    left: Leaf,
    right: Leaf,
    gradients: Float64Array,
    hessians: Float64Array,
    features: Int32Array,
  ): void {
    if (this.canSplit(left) || this.canSplit(right)) {
      const parentHistogram = left.histogram;
      const smaller = left.count <= right.count ? left : right;
      const larger = smaller === left ? right : left;
      const spare = right.histogram;
      smaller.histogram = spare;
      larger.histogram = parentHistogram;
      this.fillHistogram(smaller, gradients, hessians);
      subtractHistogram(parentHistogram, spare);
    }
    this.searchSplit(left, features);
    this.searchSplit(right, features);
  }

  /** Makes `leaf` an inner node; it lives on as its own left child, `right` is the new leaf. */
  private split(leaf: Leaf, right: Leaf, node: number): void {
    const { grown, rules } = this;
    const { best } = leaf;
    grown.feature[node] = best.feature;
    grown.bin[node] = best.bin;
    grown.missingLeft[node] = best.missingLeft ? 1 : 0;
    grown.gain[node] = best.gain;
    grown.internalValue[node] = leafOutput(leaf.gradient, leaf.hessian, rules, leaf);
    grown.internalWeight[node] = leaf.hessian;
    grown.internalCount[node] = leaf.count;
    if (leaf.parent >= 0) (leaf.isLeft ? grown.left : grown.right)[leaf.parent] = node;

    const leftCount = this.partition(leaf);
    right.begin = leaf.begin + leftCount;
    right.count = leaf.count - leftCount;
    right.gradient = leaf.gradient - best.leftGradient;
    right.hessian = leaf.hessian - best.leftHessian;
    right.minOutput = leaf.minOutput;
    right.maxOutput = leaf.maxOutput;
    right.depth = leaf.depth + 1;
    right.parent = node;
    right.isLeft = false;
    leaf.count = leftCount;
    leaf.gradient = best.leftGradient;
    leaf.hessian = best.leftHessian;
    leaf.depth++;
    leaf.parent = node;
    leaf.isLeft = true;

    const constraint = this.parameters.monotoneConstraints[best.feature] ?? 0;
    if (constraint === 0) return;
    // LightGBM's "basic" method: neither side's descendants may cross the middle of the two outputs.
    const middle =
      (leafOutput(leaf.gradient, leaf.hessian, rules, leaf) +
        leafOutput(right.gradient, right.hessian, rules, right)) /
      2;
    const [below, above] = constraint > 0 ? [leaf, right] : [right, leaf];
    below.maxOutput = middle;
    above.minOutput = middle;
  }

  /** Moves the leaf's rows that go left to its front, keeping their order; returns how many. */
  private partition(leaf: Leaf): number {
    const { rows, rightRows, data } = this;
    const { feature, bin: splitBin } = leaf.best;
    const word = data.words[feature >> 2]!;
    const shift = (feature & 3) << 3;
    const missingBin = data.mappers[feature]!.missingBin;
    const missingLeft = leaf.best.missingLeft;
    const end = leaf.begin + leaf.count;
    let lefts = leaf.begin;
    let rights = 0;
    for (let i = leaf.begin; i < end; i++) {
      const row = rows[i]!;
      const bin = (word[row]! >>> shift) & 255;
      const goesLeft = bin === missingBin ? missingLeft : bin <= splitBin;
      if (goesLeft) rows[lefts++] = row;
      else rightRows[rights++] = row;
    }
    for (let i = 0; i < rights; i++) rows[lefts + i] = rightRows[i]!;
    return lefts - leaf.begin;
  }
}
