import type { Arena } from '../arena.js';
import type { Crew } from './crew.js';
import { createGrownTree, type GrownTree } from './grown-tree.js';
import { OPERATION } from './growth-part.js';
import { ARGUMENT, CHUNK_ROWS, type GrowthState, LEAF_FIELDS } from './growth-state.js';
import { leafOutput, type LeafSums } from './leaf-output.js';
import {
  candidateAt,
  categoriesAt,
  GAIN,
  LEFT_GRADIENT,
  LEFT_HESSIAN,
  MISSING_LEFT,
  OUTPUT_L2,
  THRESHOLD,
} from './split-candidates.js';

interface Leaf extends LeafSums {
  begin: number;
  depth: number;
  output: number;
  /** Its histogram among those of the state. */
  slot: number;
  /** The inner node that this leaf hangs on; -1 for the root. */
  parent: number;
  isLeft: boolean;
  best: Split | null;
}

interface Split {
  readonly gain: number;
  readonly feature: number;
  readonly leftGradient: number;
  readonly leftHessian: number;
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly outputL2: number;
  /** Bins that go left at a categorical feature. */
  readonly set: Uint16Array | null;
}

const chunks = (rows: number): number => Math.ceil(rows / CHUNK_ROWS);

/** Grows trees leaf by leaf, the best split first (Shi 2007, as LightGBM's serial_tree_learner.cpp). */
export class TreeGrower {
  private readonly leaves: Leaf[] = [];
  private readonly grown: GrownTree;

  constructor(
    private readonly state: GrowthState,
    private readonly crew: Crew,
    arena: Arena,
  ) {
    this.grown = {
      ...createGrownTree(state.parameters.numLeaves, arena),
      leafBegin: state.leafBegin,
      leafCount: state.leafCount,
      leafValue: state.leafValue,
    };
  }

  /**
   * One tree for the gradients and hessians of the state.
   * @param bag rows to learn from, ascending; null = all
   * @param features numbers of the features that may be split on
   * @returns buffers that the next call overwrites
   */
  grow(bag: Int32Array | null, features: Int32Array): GrownTree {
    const { grown, state } = this;
    const { numLeaves } = state.parameters;
    this.plantRoot(bag, features);
    grown.numLeaves = 1;
    grown.sets.clear();
    while (grown.numLeaves < numLeaves) {
      let chosen = this.leaves[0]!;
      for (const leaf of this.leaves) if ((leaf.best?.gain ?? 0) > (chosen.best?.gain ?? 0)) chosen = leaf;
      if (chosen.best === null) break;
      const right = this.split(chosen, chosen.best, grown.numLeaves - 1);
      grown.numLeaves++;
      if (grown.numLeaves < numLeaves) this.searchChildren(chosen, right);
    }
    this.leaves.forEach((leaf, i) => {
      grown.leafValue[i] = leaf.output;
      grown.leafWeight[i] = leaf.hessian;
      grown.leafCount[i] = leaf.count;
      grown.leafBegin[i] = leaf.begin;
      if (leaf.parent >= 0) (leaf.isLeft ? grown.left : grown.right)[leaf.parent] = ~i;
    });
    return grown;
  }

  private plantRoot(bag: Int32Array | null, features: Int32Array): void {
    const { rows, gradients, hessians, drawn, rules, table } = this.state;
    const count = bag?.length ?? table.rows;
    if (bag !== null) rows.set(bag);
    else for (let i = 0; i < count; i++) rows[i] = i;
    // Both in one loop: each addition waits for the one before, but not for the other sum's.
    let gradient = 0;
    let hessian = 0;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      gradient += gradients[row]!;
      hessian += hessians[row]!;
    }
    drawn.fill(0);
    for (const feature of features) drawn[feature] = 1;
    const root: Leaf = {
      gradient,
      hessian,
      count,
      minOutput: -Infinity,
      maxOutput: Infinity,
      begin: 0,
      depth: 0,
      output: 0,
      slot: 0,
      parent: -1,
      isLeft: true,
      best: null,
    };
    root.output = leafOutput(gradient, hessian, rules.lambdaL1, rules.lambdaL2, root);
    this.leaves.length = 0;
    this.leaves.push(root);
    if (this.canSplit(root)) this.search(root, null);
  }

  private canSplit(leaf: Leaf): boolean {
    const { maxDepth, minDataInLeaf } = this.state.parameters;
    return leaf.count >= 2 * Math.max(1, minDataInLeaf) && (maxDepth <= 0 || leaf.depth < maxDepth);
  }

  /** Counts the smaller child alone; the larger one is the parent less the smaller. */
  private searchChildren(left: Leaf, right: Leaf): void {
    if (!this.canSplit(left) && !this.canSplit(right)) return;
    const [smaller, larger] = left.count < right.count ? [left, right] : [right, left];
    // The parent's histogram stands in the place of its left child; the larger child gets it.
    larger.slot = left.slot;
    smaller.slot = this.leaves.length - 1;
    this.search(smaller, larger);
  }

  private search(smaller: Leaf, larger: Leaf | null): void {
    const { numbers, table } = this.state;
    numbers[ARGUMENT.begin] = smaller.begin;
    numbers[ARGUMENT.count] = smaller.count;
    numbers[ARGUMENT.smallerSlot] = smaller.slot;
    numbers[ARGUMENT.largerSlot] = larger?.slot ?? -1;
    this.writeSums(0, smaller);
    if (larger !== null) this.writeSums(1, larger);
    this.crew.run(OPERATION.gather, chunks(smaller.count), smaller.count);
    const work = table.units.length * (4 * smaller.count + 4000);
    this.crew.run(OPERATION.search, table.units.length, work);
    smaller.best = this.canSplit(smaller) ? this.bestOf(0, smaller.slot) : null;
    if (larger !== null) larger.best = this.canSplit(larger) ? this.bestOf(1, larger.slot) : null;
  }

  private writeSums(place: number, { gradient, hessian, count, minOutput, maxOutput }: Leaf): void {
    const at = ARGUMENT.leaf + place * LEAF_FIELDS;
    this.state.numbers.set([gradient, hessian, count, minOutput, maxOutput], at);
  }

  private bestOf(place: number, slot: number): Split | null {
    const { candidates, splittable, table } = this.state;
    const { numbers } = candidates;
    let best = -1;
    let bestGain = 0;
    for (let feature = 0; feature < table.featureCount; feature++) {
      if (splittable[slot * table.featureCount + feature] === 0) continue;
      const gain = numbers[candidateAt(candidates, place, feature) + GAIN]!;
      if (gain <= bestGain) continue;
      best = feature;
      bestGain = gain;
    }
    if (best < 0) return null;
    const at = candidateAt(candidates, place, best);
    const bin = numbers[at + THRESHOLD]!;
    const setAt = categoriesAt(candidates, place, best);
    return {
      gain: bestGain,
      feature: best,
      leftGradient: numbers[at + LEFT_GRADIENT]!,
      leftHessian: numbers[at + LEFT_HESSIAN]!,
      bin,
      missingLeft: numbers[at + MISSING_LEFT] === 1,
      outputL2: numbers[at + OUTPUT_L2]!,
      set: table.categorical[best] === 1 ? candidates.categories.slice(setAt, setAt + bin) : null,
    };
  }

  /** Makes `leaf` an inner node; it lives on as its own left child, the right one is returned. */
  private split(leaf: Leaf, best: Split, node: number): Leaf {
    const { grown } = this;
    const { lambdaL1 } = this.state.rules;
    grown.feature[node] = best.feature;
    grown.bin[node] = best.bin;
    grown.missingLeft[node] = best.missingLeft ? 1 : 0;
    if (best.set !== null) grown.sets.set(node, best.set);
    grown.gain[node] = best.gain;
    grown.internalValue[node] = leaf.output;
    grown.internalWeight[node] = leaf.hessian;
    grown.internalCount[node] = leaf.count;
    if (leaf.parent >= 0) (leaf.isLeft ? grown.left : grown.right)[leaf.parent] = node;

    const leftCount = this.partition(leaf, best);
    const right: Leaf = {
      ...leaf,
      begin: leaf.begin + leftCount,
      count: leaf.count - leftCount,
      gradient: leaf.gradient - best.leftGradient,
      hessian: leaf.hessian - best.leftHessian,
      depth: leaf.depth + 1,
      parent: node,
      isLeft: false,
      best: null,
    };
    leaf.count = leftCount;
    leaf.gradient = best.leftGradient;
    leaf.hessian = best.leftHessian;
    leaf.depth++;
    leaf.parent = node;
    leaf.isLeft = true;
    leaf.best = null;
    leaf.output = leafOutput(leaf.gradient, leaf.hessian, lambdaL1, best.outputL2, leaf);
    right.output = leafOutput(right.gradient, right.hessian, lambdaL1, best.outputL2, right);
    this.leaves.push(right);
    this.constrain(leaf, right, best.feature);
    return right;
  }

  /** LightGBM's "basic" method: neither side's descendants may cross the middle of the two outputs. */
  private constrain(left: Leaf, right: Leaf, feature: number): void {
    const constraint = this.state.parameters.monotoneConstraints[feature] ?? 0;
    if (constraint === 0) return;
    const middle = (left.output + right.output) / 2;
    const [below, above] = constraint > 0 ? [left, right] : [right, left];
    below.maxOutput = middle;
    above.minOutput = middle;
  }

  /** Puts the leaf's rows that go left first, keeping their order; returns how many. */
  private partition({ begin, count }: Leaf, { feature, bin, missingLeft, set }: Split): number {
    const { sides, table, numbers, chunkLefts } = this.state;
    const numBins = table.numBins[feature]!;
    if (set !== null) {
      sides.fill(0, 0, numBins);
      for (const inSet of set) sides[inSet] = 1;
    } else {
      sides.fill(1, 0, bin + 1);
      sides.fill(0, bin + 1, numBins);
      const missingBin = table.missingBin[feature]!;
      if (missingBin >= 0) sides[missingBin] = missingLeft ? 1 : 0;
    }
    numbers[ARGUMENT.begin] = begin;
    numbers[ARGUMENT.count] = count;
    numbers[ARGUMENT.feature] = feature;
    const steps = chunks(count);
    this.crew.run(OPERATION.split, steps, 4 * count);
    this.crew.run(OPERATION.move, steps, count);
    let lefts = 0;
    for (let chunk = 0; chunk < steps; chunk++) lefts += chunkLefts[chunk]!;
    return lefts;
  }
}
