import type { BinMapper } from './bin-mapper.js';
import type { Histogram } from './histogram.js';

/** What a leaf is worth and how it may be split. */
export interface LeafSums {
  gradient: number;
  hessian: number;
  count: number;
  /** Bounds that monotone constraints above put on the leaf's output. */
  minOutput: number;
  maxOutput: number;
}

/** The best split found so far in a leaf; one object per leaf, overwritten, so that the search allocates nothing. */
export interface SplitCandidate {
  /** Better than no split by this much; 0 = none found. */
  gain: number;
  feature: number;
  /** Rows with a bin <= this go left (the missing bin follows `missingLeft`). */
  bin: number;
  missingLeft: boolean;
  leftGradient: number;
  leftHessian: number;
}

export interface SplitRules {
  readonly minDataInLeaf: number;
  readonly minSumHessianInLeaf: number;
  readonly lambdaL1: number;
  readonly lambdaL2: number;
  readonly minGainToSplit: number;
  /** True where any feature is constrained: outputs must then be bounded in every split. */
  readonly monotone: boolean;
}

/** Keeps divisions by an empty side's hessian finite (LightGBM's kEpsilon). */
const EPSILON = 1e-15;

function shrunk(gradient: number, lambdaL1: number): number {
  if (lambdaL1 === 0) return gradient;
  const size = Math.abs(gradient) - lambdaL1;
  return size <= 0 ? 0 : gradient < 0 ? -size : size;
}

/** Newton step of a leaf, bounded by its monotone limits. */
export function leafOutput(gradient: number, hessian: number, rules: SplitRules, leaf: LeafSums): number {
  const output = -shrunk(gradient, rules.lambdaL1) / (hessian + rules.lambdaL2 + EPSILON);
  return Math.min(Math.max(output, leaf.minOutput), leaf.maxOutput);
}

/** Twice the fall of the regularised loss (second order) when the sums get the leaf's best output. */
function leafGain(gradient: number, hessian: number, rules: SplitRules): number {
  const slope = shrunk(gradient, rules.lambdaL1);
  return (slope * slope) / (hessian + rules.lambdaL2 + EPSILON);
}

/** The same with the output kept within the leaf's monotone limits. */
function boundedGain(gradient: number, hessian: number, rules: SplitRules, leaf: LeafSums): number {
  const slope = shrunk(gradient, rules.lambdaL1);
  const curvature = hessian + rules.lambdaL2 + EPSILON;
  const output = leafOutput(gradient, hessian, rules, leaf);
  return -(2 * slope * output + curvature * output * output);
}

/**
 * Improves `best` by the best split of one feature. Known values are scanned from the right (missing values on the
 * left) and, where the feature has a missing bin, from the left too (missing values on the right).
 * @param offset first bin of the feature in the histogram
 * @param constraint monotone constraint of the feature: -1, 0 or 1
 */
export function findBestSplit(
  histogram: Histogram,
  offset: number,
  mapper: BinMapper,
  feature: number,
  constraint: number,
  leaf: LeafSums,
  rules: SplitRules,
  best: SplitCandidate,
): void {
  const hasMissing = mapper.missingBin >= 0;
  const lastKnown = mapper.upperBounds.length - 1;
  const mustExceed = leafGain(leaf.gradient, leaf.hessian, rules) + rules.minGainToSplit;
  const rowsPerHessian = leaf.count / leaf.hessian;

  let gradient = 0;
  let hessian = 0;
  let count = 0;
  for (let bin = lastKnown; bin > 0; bin--) {
    const at = (offset + bin) * 2;
    const binHessian = histogram[at + 1]!;
    gradient += histogram[at]!;
    hessian += binHessian;
    count += (binHessian * rowsPerHessian + 0.5) | 0;
    if (count < rules.minDataInLeaf || hessian < rules.minSumHessianInLeaf) continue;
    const leftHessian = leaf.hessian - hessian;
    if (leaf.count - count < rules.minDataInLeaf || leftHessian < rules.minSumHessianInLeaf) break;
    const leftGradient = leaf.gradient - gradient;
    const gain =
      splitGain(leftGradient, leftHessian, gradient, hessian, constraint, rules, leaf) - mustExceed;
    if (!(gain > best.gain)) continue;
    best.gain = gain;
    best.feature = feature;
    best.bin = bin - 1;
    // Nothing was missing in training: should something be later, it goes the way of most rows.
    best.missingLeft = hasMissing || leaf.count - count >= count;
    best.leftGradient = leftGradient;
    best.leftHessian = leftHessian;
  }
  if (!hasMissing) return;

  gradient = 0;
  hessian = 0;
  count = 0;
  for (let bin = 0; bin <= lastKnown; bin++) {
    const at = (offset + bin) * 2;
    const binHessian = histogram[at + 1]!;
    gradient += histogram[at]!;
    hessian += binHessian;
    count += (binHessian * rowsPerHessian + 0.5) | 0;
    if (count < rules.minDataInLeaf || hessian < rules.minSumHessianInLeaf) continue;
    const rightHessian = leaf.hessian - hessian;
    if (leaf.count - count < rules.minDataInLeaf || rightHessian < rules.minSumHessianInLeaf) break;
    const rightGradient = leaf.gradient - gradient;
    const gain =
      splitGain(gradient, hessian, rightGradient, rightHessian, constraint, rules, leaf) - mustExceed;
    if (!(gain > best.gain)) continue;
    best.gain = gain;
    best.feature = feature;
    best.bin = bin;
    best.missingLeft = false;
    best.leftGradient = gradient;
    best.leftHessian = hessian;
  }
}

function splitGain(
  leftGradient: number,
  leftHessian: number,
  rightGradient: number,
  rightHessian: number,
  constraint: number,
  rules: SplitRules,
  leaf: LeafSums,
): number {
  if (!rules.monotone) {
    return leafGain(leftGradient, leftHessian, rules) + leafGain(rightGradient, rightHessian, rules);
  }
  if (constraint !== 0) {
    const left = leafOutput(leftGradient, leftHessian, rules, leaf);
    const right = leafOutput(rightGradient, rightHessian, rules, leaf);
    if (constraint > 0 ? left > right : left < right) return -Infinity;
  }
  return (
    boundedGain(leftGradient, leftHessian, rules, leaf) +
    boundedGain(rightGradient, rightHessian, rules, leaf)
  );
}
