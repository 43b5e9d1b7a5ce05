import { jeffreysInterval } from '../risk/calibration/beta-distribution.js';

export type CalibrationVerdict = 'few' | 'holds' | 'above' | 'below';

/** Chances of one week against what came of the learners. */
export interface WeekCalibration {
  readonly learners: number;
  /** Mean chance. */
  readonly expected: number;
  /** Share that left, with the interval of a share of so many (Jeffreys). */
  readonly observed: number;
  readonly lower: number;
  readonly upper: number;
  /** `above`: more left than was said. */
  readonly verdict: CalibrationVerdict;
}

/** Variance below which the normal distribution says nothing of the number who left. */
const LEAST_VARIANCE = 5;
/** 99 %, two-sided. */
const FAR = 2.576;
/** A gap that is sure and smaller than this, as a ratio, changes no decision. */
const RATIO = 1.25;

/**
 * Whether the chances of a week held: of chances that are right the number who leave has the mean sum(p) and the
 * variance sum(p (1 - p)) (Spiegelhalter 1986, "Probabilistic prediction in patient management"). They did not, where
 * the number lies outside the 99 % of that, and a quarter or more from it.
 * @param labels 1 = left within the horizon
 */
export function weekCalibration(chances: ArrayLike<number>, labels: ArrayLike<number>): WeekCalibration {
  const learners = labels.length;
  let [expected, variance, left] = [0, 0, 0];
  for (let row = 0; row < learners; row++) {
    expected += chances[row]!;
    variance += chances[row]! * (1 - chances[row]!);
    left += labels[row]!;
  }
  const z = (left - expected) / Math.sqrt(variance);
  const ratio = left / expected;
  const verdict =
    variance < LEAST_VARIANCE
      ? 'few'
      : z > FAR && ratio >= RATIO
        ? 'above'
        : z < -FAR && ratio <= 1 / RATIO
          ? 'below'
          : 'holds';
  return {
    learners,
    expected: learners === 0 ? 0 : expected / learners,
    observed: learners === 0 ? 0 : left / learners,
    ...jeffreysInterval(left, learners - left),
    verdict,
  };
}
