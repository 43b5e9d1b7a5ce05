import { logistic, logisticLoss } from '../../numeric.js';
import { newtonMinimum, type Quadratic } from '../newton-minimum.js';

/** Normal, on coefficients. */
export interface Prior {
  readonly mean: Float64Array;
  /** Row-major. 0 = free. */
  readonly precision: Float64Array;
  /** Of each coefficient: 1 = it is not below 0, 0 = free. */
  readonly signs: Float64Array;
}

/** Rows that are fitted as one. */
export interface Group {
  readonly rows: number;
  /** Mean label, [0, 1]. */
  readonly target: number;
  /** Mean row of the design matrix. */
  readonly at: Float64Array;
}

export interface PosteriorMode {
  readonly solution: Float64Array;
  /** Curvature of the penalised loss there, row-major. */
  readonly hessian: Float64Array;
}

/**
 * The mode of a logistic regression's posterior under a normal prior.
 * @param effect rows count as rows / effect
 * @param from where the search begins
 */
export function posteriorMode(
  groups: readonly Group[],
  prior: Prior,
  effect: number,
  from: Float64Array,
): PosteriorMode {
  const quadraticAt = (solution: Float64Array): Quadratic => {
    const size = solution.length;
    const gradient = times(prior.precision, less(solution, prior.mean));
    const hessian = prior.precision.slice();
    for (const { rows, target, at } of groups) {
      const p = logistic(dot(at, solution));
      const residual = (rows / effect) * (p - target);
      const weight = (rows / effect) * p * (1 - p);
      for (let j = 0; j < size; j++) {
        gradient[j]! += residual * at[j]!;
        for (let k = 0; k < size; k++) hessian[j * size + k]! += weight * at[j]! * at[k]!;
      }
    }
    return { gradient, hessian };
  };
  const solution = newtonMinimum(
    (there) => ({ loss: lossOf(groups, prior, effect, there), quadratic: () => quadraticAt(there) }),
    from,
    prior.signs,
  );
  return { solution, hessian: quadraticAt(solution).hessian };
}

function lossOf(groups: readonly Group[], prior: Prior, effect: number, solution: Float64Array): number {
  const off = less(solution, prior.mean);
  return groups.reduce(
    (sum, { rows, target, at }) => sum + (rows / effect) * logisticLoss(dot(at, solution), target),
    dot(off, times(prior.precision, off)) / 2,
  );
}

const less = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value - b[i]!);

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** A square matrix, row-major, times a vector. */
export function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, j) => dot(matrix.subarray(j * size, (j + 1) * size), vector));
}
