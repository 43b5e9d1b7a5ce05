/** A convex loss at one place. */
export interface LossThere {
  readonly loss: number;
  readonly quadratic: () => Quadratic;
}

/** The loss nearby: what it changes by is gradient * d + d * hessian * d / 2. */
export interface Quadratic {
  readonly gradient: Float64Array;
  /** Row-major. */
  readonly hessian: Float64Array;
}

const MAX_STEPS = 100;
/** Rounds over the coefficients within a step at most, and the change of a coefficient that is none any more. */
const MAX_ROUNDS = 1000;
const NO_CHANGE = 1e-9;

/**
 * Coefficients with the least loss, by Newton steps, halved where the loss would rise.
 * @param from where the steps begin
 * @param signs of each coefficient: 1 = it is not below 0, -1 = not above, 0 = free
 */
export function newtonMinimum(
  lossAt: (coefficients: Float64Array) => LossThere,
  from: Float64Array,
  signs: Float64Array,
): Float64Array {
  let solution = from;
  let here = lossAt(solution);
  for (let step = 0; step < MAX_STEPS; step++) {
    const aim = leastQuadratic(here.quadratic(), solution, signs);
    let next: Float64Array;
    let there: LossThere;
    let scale = 1;
    do {
      next = solution.map((value, i) => value + scale * (aim[i]! - value));
      there = lossAt(next);
      scale /= 2;
    } while (there.loss > here.loss && scale > 1e-8);
    if (there.loss > here.loss) return solution;
    const gained = here.loss - there.loss;
    [solution, here] = [next, there];
    if (gained <= 1e-10 * (1 + here.loss)) return solution;
  }
  return solution;
}

/** Where the loss would be least if it were as curved everywhere as it is here, one coefficient after the other. */
function leastQuadratic(
  { gradient, hessian }: Quadratic,
  from: Float64Array,
  signs: Float64Array,
): Float64Array {
  const size = from.length;
  const solution = from.slice();
  const slopes = gradient.slice();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let largest = 0;
    for (let j = 0; j < size; j++) {
      const own = hessian[j * size + j]!;
      if (own <= 0) continue;
      const sign = signs[j] ?? 0;
      let next = solution[j]! - slopes[j]! / own;
      if (sign * next < 0) next = 0;
      const change = next - solution[j]!;
      if (change === 0) continue;
      solution[j] = next;
      largest = Math.max(largest, Math.abs(change));
      for (let k = 0; k < size; k++) slopes[k]! += change * hessian[j * size + k]!;
    }
    if (largest < NO_CHANGE) break;
  }
  return solution;
}
