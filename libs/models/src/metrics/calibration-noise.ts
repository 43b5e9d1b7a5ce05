import { sortedQuantile } from '../numeric.js';
import { SeededRandom } from '../random.js';
import { expectedCalibrationError } from './probability.js';

/**
 * The calibration error that chances which are right stay below in 95 % of samples of this size: outcomes are drawn by
 * the chances themselves (Bröcker and Smith 2007, "Increasing the Reliability of Reliability Diagrams"). The error is
 * never below 0, and of a hundred learners it is near .1 whatever the model.
 */
export function calibrationErrorByChance(
  chances: ArrayLike<number>,
  { seed, draws = 200 }: { readonly seed: number; readonly draws?: number },
): number {
  const random = new SeededRandom(seed);
  const errors = Array.from({ length: draws }, () =>
    expectedCalibrationError(
      Float64Array.from(chances, (p) => Number(random.bernoulli(p))),
      chances,
    ),
  );
  return sortedQuantile(
    errors.sort((a, b) => a - b),
    0.95,
  );
}
