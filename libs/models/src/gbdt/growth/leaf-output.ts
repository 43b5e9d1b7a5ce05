/** What a leaf is worth and how it may be split. */
export interface LeafSums {
  gradient: number;
  hessian: number;
  count: number;
  /** Bounds that monotone constraints above put on the leaf's output. */
  minOutput: number;
  maxOutput: number;
}

/** The part of the parameters that splits obey. */
export interface SplitRules {
  readonly minDataInLeaf: number;
  readonly minSumHessianInLeaf: number;
  readonly lambdaL1: number;
  readonly lambdaL2: number;
  readonly minGainToSplit: number;
  readonly maxCatToOnehot: number;
  readonly maxCatThreshold: number;
  readonly catSmooth: number;
  readonly catL2: number;
  readonly minDataPerGroup: number;
  /** True where any feature is constrained: outputs must then be bounded in every split. */
  readonly monotone: boolean;
}

/** Keeps divisions by an empty side's hessian finite (LightGBM's kEpsilon). */
export const EPSILON = 1e-15;

function shrunk(gradient: number, lambdaL1: number): number {
  if (lambdaL1 === 0) return gradient;
  const size = Math.abs(gradient) - lambdaL1;
  return size <= 0 ? 0 : gradient < 0 ? -size : size;
}

/** Newton step of a leaf, bounded by its monotone limits. */
export function leafOutput(
  gradient: number,
  hessian: number,
  lambdaL1: number,
  lambdaL2: number,
  { minOutput, maxOutput }: LeafSums,
): number {
  const output = -shrunk(gradient, lambdaL1) / (hessian + lambdaL2);
  return output < minOutput ? minOutput : output > maxOutput ? maxOutput : output;
}

/** Twice the fall of the regularised loss (second order) when the sums get the leaf's best output. */
export function leafGain(gradient: number, hessian: number, lambdaL1: number, lambdaL2: number): number {
  const slope = shrunk(gradient, lambdaL1);
  return (slope * slope) / (hessian + lambdaL2);
}

/** The same with the outputs of both sides kept within the leaf's monotone limits; 0 where they break `constraint`. */
export function boundedGain(
  leftGradient: number,
  leftHessian: number,
  rightGradient: number,
  rightHessian: number,
  constraint: number,
  lambdaL1: number,
  lambdaL2: number,
  leaf: LeafSums,
): number {
  const left = leafOutput(leftGradient, leftHessian, lambdaL1, lambdaL2, leaf);
  const right = leafOutput(rightGradient, rightHessian, lambdaL1, lambdaL2, leaf);
  if (constraint > 0 ? left > right : constraint < 0 && left < right) return 0;
  return (
    gainAt(left, leftGradient, leftHessian, lambdaL1, lambdaL2) +
    gainAt(right, rightGradient, rightHessian, lambdaL1, lambdaL2)
  );
}

function gainAt(
  output: number,
  gradient: number,
  hessian: number,
  lambdaL1: number,
  lambdaL2: number,
): number {
  return -(2 * shrunk(gradient, lambdaL1) * output + (hessian + lambdaL2) * output * output);
}
