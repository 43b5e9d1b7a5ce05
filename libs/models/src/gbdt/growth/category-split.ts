import type { Histogram } from './histogram.js';
import { boundedGain, EPSILON, leafGain, type LeafSums, type SplitRules } from './leaf-output.js';
import { GAIN, LEFT_GRADIENT, LEFT_HESSIAN, MISSING_LEFT, OUTPUT_L2, THRESHOLD } from './split-candidates.js';

/**
 * Writes the best split of a categorical feature, gain 0 where there is none. Few categories: each against all others.
 * Many: put in order by gradient over hessian, cut at the best place from either end (Fisher 1958), at most
 * `maxCatThreshold` on the smaller side. Bin 0 (missing, rare, unseen) is always on the right. LightGBM's
 * FindBestThresholdCategoricalInner (src/treelearner/feature_histogram.cpp).
 */
export class CategorySplitter {
  private sorted: KeyedBins;
  private spare: KeyedBins;

  constructor(
    mostBins: number,
    private readonly rules: SplitRules,
  ) {
    this.sorted = keyedBins(mostBins);
    this.spare = keyedBins(mostBins);
  }

  /**
   * @param begin first bin of the feature in the histogram
   * @param at where the candidate stands in `numbers`
   * @param setAt where its bins stand in `sets`
   */
  find(
    histogram: Histogram,
    begin: number,
    numBins: number,
    leaf: LeafSums,
    numbers: Float64Array,
    at: number,
    sets: Uint16Array,
    setAt: number,
  ): void {
    const { rules } = this;
    const mustExceed =
      leafGain(leaf.gradient, leaf.hessian + 2 * EPSILON, rules.lambdaL1, rules.lambdaL2) +
      rules.minGainToSplit;
    numbers[at + GAIN] = mustExceed;
    numbers[at + MISSING_LEFT] = 0;
    if (numBins <= rules.maxCatToOnehot) {
      numbers[at + OUTPUT_L2] = rules.lambdaL2;
      this.oneAgainstAll(histogram, begin, numBins, leaf, numbers, at, sets, setAt);
    } else {
      numbers[at + OUTPUT_L2] = rules.lambdaL2 + rules.catL2;
      this.manyAgainstMany(histogram, begin, numBins, leaf, numbers, at, sets, setAt);
    }
    numbers[at + GAIN]! -= mustExceed;
  }

  private oneAgainstAll(
    histogram: Histogram,
    begin: number,
    numBins: number,
    leaf: LeafSums,
    numbers: Float64Array,
    at: number,
    sets: Uint16Array,
    setAt: number,
  ): void {
    const { minDataInLeaf, minSumHessianInLeaf, lambdaL2 } = this.rules;
    const total = leaf.hessian + 2 * EPSILON;
    const rowsPerHessian = leaf.count / total;
    for (let bin = 1; bin < numBins; bin++) {
      const gradient = histogram[2 * (begin + bin)]!;
      const hessian = histogram[2 * (begin + bin) + 1]!;
      const count = (hessian * rowsPerHessian + 0.5) | 0;
      const otherHessian = total - hessian - EPSILON;
      if (count < minDataInLeaf || hessian < minSumHessianInLeaf) continue;
      if (leaf.count - count < minDataInLeaf || otherHessian < minSumHessianInLeaf) continue;
      const gain = this.gain(
        gradient,
        hessian + EPSILON,
        leaf.gradient - gradient,
        otherHessian,
        lambdaL2,
        leaf,
      );
      if (!(gain > numbers[at + GAIN]!)) continue;
      numbers[at + GAIN] = gain;
      numbers[at + LEFT_GRADIENT] = gradient;
      numbers[at + LEFT_HESSIAN] = hessian;
      numbers[at + THRESHOLD] = 1;
      sets[setAt] = bin;
    }
  }

  private manyAgainstMany(
    histogram: Histogram,
    begin: number,
    numBins: number,
    leaf: LeafSums,
    numbers: Float64Array,
    at: number,
    sets: Uint16Array,
    setAt: number,
  ): void {
    const { minDataInLeaf, minSumHessianInLeaf, minDataPerGroup, maxCatThreshold } = this.rules;
    const total = leaf.hessian + 2 * EPSILON;
    const rowsPerHessian = leaf.count / total;
    const used = this.sortBins(histogram, begin, numBins, rowsPerHessian);
    const order = this.sorted.bins;
    const most = Math.min(maxCatThreshold, (used + 1) >> 1);
    let bestTaken = 0;
    let bestStep = 1;
    for (const step of [1, -1]) {
      let gradient = 0;
      let hessian = EPSILON;
      let count = 0;
      let inGroup = 0;
      for (let taken = 1; taken <= most; taken++) {
        const bin = order[step > 0 ? taken - 1 : used - taken]!;
        const binHessian = histogram[2 * (begin + bin) + 1]!;
        const binCount = (binHessian * rowsPerHessian + 0.5) | 0;
        gradient += histogram[2 * (begin + bin)]!;
        hessian += binHessian;
        count += binCount;
        inGroup += binCount;
        if (count < minDataInLeaf || hessian < minSumHessianInLeaf) continue;
        const rightCount = leaf.count - count;
        if (rightCount < minDataInLeaf || rightCount < minDataPerGroup) break;
        const rightHessian = total - hessian;
        if (rightHessian < minSumHessianInLeaf) break;
        if (inGroup < minDataPerGroup) continue;
        inGroup = 0;
        const l2 = numbers[at + OUTPUT_L2]!;
        const gain = this.gain(gradient, hessian, leaf.gradient - gradient, rightHessian, l2, leaf);
        if (!(gain > numbers[at + GAIN]!)) continue;
        numbers[at + GAIN] = gain;
        numbers[at + LEFT_GRADIENT] = gradient;
        numbers[at + LEFT_HESSIAN] = hessian - EPSILON;
        numbers[at + THRESHOLD] = taken;
        bestTaken = taken;
        bestStep = step;
      }
    }
    for (let i = 0; i < bestTaken; i++) sets[setAt + i] = order[bestStep > 0 ? i : used - 1 - i]!;
  }

  private gain(
    leftGradient: number,
    leftHessian: number,
    rightGradient: number,
    rightHessian: number,
    l2: number,
    leaf: LeafSums,
  ): number {
    const { lambdaL1, monotone } = this.rules;
    return monotone
      ? boundedGain(leftGradient, leftHessian, rightGradient, rightHessian, 0, lambdaL1, l2, leaf)
      : leafGain(leftGradient, leftHessian, lambdaL1, l2) +
          leafGain(rightGradient, rightHessian, lambdaL1, l2);
  }

  /** Bins of enough rows into `sorted`, by rising gradient over smoothed hessian, ties by bin; gives how many. */
  private sortBins(histogram: Histogram, begin: number, numBins: number, rowsPerHessian: number): number {
    const { rules } = this;
    let [from, to] = [this.sorted, this.spare];
    let used = 0;
    for (let bin = 1; bin < numBins; bin++) {
      const hessian = histogram[2 * (begin + bin) + 1]!;
      if (((hessian * rowsPerHessian + 0.5) | 0) < rules.catSmooth) continue;
      from.keys[used] = histogram[2 * (begin + bin)]! / (hessian + rules.catSmooth);
      from.bins[used++] = bin;
    }
    // A merge sort of its own: stable, and without the copies that TypedArray.sort makes for a comparator.
    for (let low = 0; low < used; low += RUN) sortRun(from, low, Math.min(low + RUN, used));
    for (let width = RUN; width < used; width *= 2) {
      for (let low = 0; low < used; low += 2 * width)
        merge(from, to, low, Math.min(low + width, used), Math.min(low + 2 * width, used));
      [from, to] = [to, from];
    }
    [this.sorted, this.spare] = [from, to];
    return used;
  }
}

interface KeyedBins {
  readonly keys: Float64Array;
  readonly bins: Int32Array;
}

const keyedBins = (length: number): KeyedBins => ({
  keys: new Float64Array(length),
  bins: new Int32Array(length),
});

/** So many are sorted one by one before they are merged. */
const RUN = 8;

function sortRun({ keys, bins }: KeyedBins, low: number, high: number): void {
  for (let i = low + 1; i < high; i++) {
    const key = keys[i]!;
    const bin = bins[i]!;
    let at = i;
    for (; at > low && keys[at - 1]! > key; at--) {
      keys[at] = keys[at - 1]!;
      bins[at] = bins[at - 1]!;
    }
    keys[at] = key;
    bins[at] = bin;
  }
}

function merge(from: KeyedBins, to: KeyedBins, low: number, middle: number, high: number): void {
  let [left, right] = [low, middle];
  for (let at = low; at < high; at++) {
    const fromLeft = right >= high || (left < middle && from.keys[left]! <= from.keys[right]!);
    const source = fromLeft ? left++ : right++;
    to.keys[at] = from.keys[source]!;
    to.bins[at] = from.bins[source]!;
  }
}
