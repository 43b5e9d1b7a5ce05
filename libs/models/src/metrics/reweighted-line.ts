import { logistic } from '../numeric.js';

export interface Line {
  readonly intercept: number;
  readonly slope: number;
}

/** From the line of all rows, two steps of Newton's method reach that of a resample (k-step bootstrap, Andrews 2002). */
const STEPS = 2;
const RIDGE = 1e-9;

/**
 * The logistic line of rows that count `weights` times each, found from the line of the rows as they are.
 * @param free `intercept` leaves the slope where it is
 */
export function reweightedLine(
  x: Float64Array,
  labels: Float64Array,
  weights: Float64Array,
  start: Line,
  free: 'both' | 'intercept',
): Line {
  let { intercept, slope } = start;
  for (let step = 0; step < STEPS; step++) {
    let [gradientA, gradientB, aa, ab, bb] = [0, 0, RIDGE, 0, RIDGE];
    for (let i = 0; i < x.length; i++) {
      const weight = weights[i]!;
      if (weight === 0) continue;
      const p = logistic(intercept + slope * x[i]!);
      const residual = weight * (p - labels[i]!);
      const curvature = weight * p * (1 - p);
      gradientA += residual;
      gradientB += residual * x[i]!;
      aa += curvature;
      ab += curvature * x[i]!;
      bb += curvature * x[i]! * x[i]!;
    }
    if (free === 'intercept') {
      intercept -= gradientA / aa;
      continue;
    }
    const determinant = aa * bb - ab * ab;
    intercept -= (bb * gradientA - ab * gradientB) / determinant;
    slope -= (aa * gradientB - ab * gradientA) / determinant;
  }
  return { intercept, slope };
}
