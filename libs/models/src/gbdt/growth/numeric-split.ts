import type { Histogram } from './histogram.js';
import { boundedGain, EPSILON, leafGain, type LeafSums, type SplitRules } from './leaf-output.js';
import { GAIN, LEFT_GRADIENT, LEFT_HESSIAN, MISSING_LEFT, OUTPUT_L2, THRESHOLD } from './split-candidates.js';

/** A numeric feature's bins. */
export interface NumericBins {
  /** First bin in the histogram. */
  readonly begin: number;
  readonly numBins: number;
  /** -1 where nothing was missing in training. */
  readonly missingBin: number;
  readonly constraint: number;
}

/**
 * Writes the best split of a numeric feature, gain 0 where there is none: bins are scanned from the right (missing
 * values on the left) and, where there are missing ones, from the left too (missing values on the right). Rows in a
 * bin are estimated by its share of the hessian. LightGBM's FindBestThresholdSequentially
 * (src/treelearner/feature_histogram.hpp).
 * @param at where the candidate stands in `numbers`
 */
export function findNumericSplit(
  histogram: Histogram,
  { begin, numBins, missingBin, constraint }: NumericBins,
  leaf: LeafSums,
  rules: SplitRules,
  numbers: Float64Array,
  at: number,
): void {
  const { minDataInLeaf, minSumHessianInLeaf, lambdaL1, lambdaL2, monotone } = rules;
  const total = leaf.gradient;
  const totalHessian = leaf.hessian + 2 * EPSILON;
  const mustExceed = leafGain(total, totalHessian, lambdaL1, lambdaL2) + rules.minGainToSplit;
  const rowsPerHessian = leaf.count / totalHessian;
  const plain = !monotone && lambdaL1 === 0;
  let bestGain = mustExceed;
  let bestBin = -1;
  let bestLeftGradient = 0;
  let bestLeftHessian = 0;
  let missingLeft = 0;
  const lastBin = numBins - 1;

  let gradient = 0;
  let hessian = EPSILON;
  let count = 0;
  // Of two bins one of which is missing there is one split alone; the scan from the right finds it.
  const nanSplit = missingBin === lastBin && numBins === 2;
  for (let bin = lastBin; bin > 0; bin--) {
    if (bin === missingBin && !nanSplit) continue;
    const binHessian = histogram[2 * (begin + bin) + 1]!;
    gradient += histogram[2 * (begin + bin)]!;
    hessian += binHessian;
    count += (binHessian * rowsPerHessian + 0.5) | 0;
    if (count < minDataInLeaf || hessian < minSumHessianInLeaf) continue;
    const leftHessian = totalHessian - hessian;
    if (leaf.count - count < minDataInLeaf || leftHessian < minSumHessianInLeaf) break;
    const leftGradient = total - gradient;
    const gain = plain
      ? (leftGradient * leftGradient) / (leftHessian + lambdaL2) +
        (gradient * gradient) / (hessian + lambdaL2)
      : monotone
        ? boundedGain(leftGradient, leftHessian, gradient, hessian, constraint, lambdaL1, lambdaL2, leaf)
        : leafGain(leftGradient, leftHessian, lambdaL1, lambdaL2) +
          leafGain(gradient, hessian, lambdaL1, lambdaL2);
    if (!(gain > bestGain)) continue;
    bestGain = gain;
    bestBin = bin - 1;
    // Nothing was missing in training: should something be later, it goes the way of most rows.
    missingLeft = missingBin >= 0 ? Number(!nanSplit) : Number(leaf.count - count >= count);
    bestLeftGradient = leftGradient;
    bestLeftHessian = leftHessian;
  }

  if (missingBin >= 0 && !nanSplit) {
    gradient = 0;
    hessian = EPSILON;
    count = 0;
    for (let bin = 0; bin < lastBin; bin++) {
      if (bin === missingBin) continue;
      const binHessian = histogram[2 * (begin + bin) + 1]!;
      gradient += histogram[2 * (begin + bin)]!;
      hessian += binHessian;
      count += (binHessian * rowsPerHessian + 0.5) | 0;
      if (count < minDataInLeaf || hessian < minSumHessianInLeaf) continue;
      const rightHessian = totalHessian - hessian;
      if (leaf.count - count < minDataInLeaf || rightHessian < minSumHessianInLeaf) break;
      const rightGradient = total - gradient;
      const gain = plain
        ? (gradient * gradient) / (hessian + lambdaL2) +
          (rightGradient * rightGradient) / (rightHessian + lambdaL2)
        : monotone
          ? boundedGain(gradient, hessian, rightGradient, rightHessian, constraint, lambdaL1, lambdaL2, leaf)
          : leafGain(gradient, hessian, lambdaL1, lambdaL2) +
            leafGain(rightGradient, rightHessian, lambdaL1, lambdaL2);
      if (!(gain > bestGain)) continue;
      bestGain = gain;
      bestBin = bin;
      missingLeft = 0;
      bestLeftGradient = gradient;
      bestLeftHessian = hessian;
    }
  }
  numbers[at + GAIN] = bestGain - mustExceed;
  numbers[at + LEFT_GRADIENT] = bestLeftGradient;
  numbers[at + LEFT_HESSIAN] = bestLeftHessian - EPSILON;
  numbers[at + THRESHOLD] = bestBin;
  numbers[at + MISSING_LEFT] = missingLeft;
  numbers[at + OUTPUT_L2] = lambdaL2;
}
