import { normalShare } from '../normal-distribution.js';
import { sortedQuantile } from '../numeric.js';
import { SeededRandom } from '../random.js';
import { expectedCalibrationError } from './probability.js';

/** What the calibration error of chances that are right comes to by the drawing of outcomes alone. */
export interface CalibrationNoise {
  readonly mean: number;
  /** 95 % of samples of this size stay below. */
  readonly upper: number;
}

/**
 * The calibration error that chances which are right show in samples of this size: outcomes are drawn by the chances
 * themselves (Bröcker and Smith 2007, "Increasing the Reliability of Reliability Diagrams"). The error is never below 0,
 * and of a hundred learners it is near .1 whatever the model.
 */
export function calibrationErrorByChance(
  chances: ArrayLike<number>,
  { seed, draws = 200 }: { readonly seed: number; readonly draws?: number },
): CalibrationNoise {
  const random = new SeededRandom(seed);
  const errors = Array.from({ length: draws }, () =>
    expectedCalibrationError(
      Float64Array.from(chances, (p) => Number(random.bernoulli(p))),
      chances,
    ),
  ).sort((a, b) => a - b);
  return { mean: errors.reduce((sum, one) => sum + one, 0) / draws, upper: sortedQuantile(errors, 0.95) };
}

/**
 * A calibration error without what sampling adds to it: the distance that would show the error on average, were all bins
 * off by it and their sampling errors normal (the mean of a folded normal distribution: Leone, Nelson and Nottingham 1961).
 * Bias and noise do not add up: near 0 an error is chance alone, far beyond it there is nothing to take off.
 * @returns 0 where the error is below the mean of chances that are right
 */
export function debiasedCalibrationError(error: number, { mean }: Pick<CalibrationNoise, 'mean'>): number {
  let [low, high] = [0, error];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (shownError(middle, mean) < error) low = middle;
    else high = middle;
  }
  return shownError(0, mean) < error ? (low + high) / 2 : 0;
}

/** The mean distance of bins that are off by `distance`, where those that are not show `mean`. */
function shownError(distance: number, mean: number): number {
  const spread = mean * Math.sqrt(Math.PI / 2);
  if (spread === 0) return distance;
  const z = distance / spread;
  return mean * Math.exp((-z * z) / 2) + distance * (2 * normalShare(z) - 1);
}
