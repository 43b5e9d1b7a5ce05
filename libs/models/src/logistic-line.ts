import { logistic, logisticLoss } from './numeric.js';

/** P = logistic(intercept + slope * x), with the covariance of the two (inverse Fisher information). */
export interface LogisticLine {
  readonly intercept: number;
  readonly slope: number;
  readonly varIntercept: number;
  readonly varSlope: number;
  readonly covariance: number;
}

/** Keeps the curvature invertible where all x are equal or the classes are separated. */
const RIDGE = 1e-9;
const MAX_STEPS = 100;

/**
 * Maximum likelihood of a logistic line by Newton's method with step halving.
 * @param targets 0 or 1, or probabilities (Platt's smoothed targets)
 * @param fixedSlope where given, the intercept alone is fitted
 */
export function fitLogisticLine(
  x: ArrayLike<number>,
  targets: ArrayLike<number>,
  fixedSlope?: number,
): LogisticLine {
  let intercept = 0;
  let slope = fixedSlope ?? 0;
  let loss = lossOf(x, targets, intercept, slope);
  let curvature = { aa: 0, ab: 0, bb: 0 };
  for (let step = 0; step < MAX_STEPS; step++) {
    let gradientA = 0;
    let gradientB = 0;
    curvature = { aa: RIDGE, ab: 0, bb: RIDGE };
    for (let i = 0; i < x.length; i++) {
      const p = logistic(intercept + slope * x[i]!);
      const weight = p * (1 - p);
      gradientA += p - targets[i]!;
      gradientB += (p - targets[i]!) * x[i]!;
      curvature.aa += weight;
      curvature.ab += weight * x[i]!;
      curvature.bb += weight * x[i]! * x[i]!;
    }
    const { aa, ab, bb } = curvature;
    const determinant = aa * bb - ab * ab;
    const moveA = fixedSlope === undefined ? (bb * gradientA - ab * gradientB) / determinant : gradientA / aa;
    const moveB = fixedSlope === undefined ? (aa * gradientB - ab * gradientA) / determinant : 0;
    let size = 1;
    let next = lossOf(x, targets, intercept - moveA, slope - moveB);
    while (!(next <= loss) && size > 1e-6) {
      size /= 2;
      next = lossOf(x, targets, intercept - size * moveA, slope - size * moveB);
    }
    if (!(next <= loss)) break;
    intercept -= size * moveA;
    slope -= size * moveB;
    const gained = loss - next;
    loss = next;
    if (gained < 1e-12 * (1 + loss)) break;
  }
  const { aa, ab, bb } = curvature;
  if (fixedSlope !== undefined) return { intercept, slope, varIntercept: 1 / aa, varSlope: 0, covariance: 0 };
  const determinant = aa * bb - ab * ab;
  return {
    intercept,
    slope,
    varIntercept: bb / determinant,
    varSlope: aa / determinant,
    covariance: -ab / determinant,
  };
}

function lossOf(x: ArrayLike<number>, targets: ArrayLike<number>, intercept: number, slope: number): number {
  let loss = 0;
  for (let i = 0; i < x.length; i++) loss += logisticLoss(intercept + slope * x[i]!, targets[i]!);
  return loss;
}
