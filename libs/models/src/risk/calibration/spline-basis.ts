import { sortedQuantile } from '../../numeric.js';
import type { Prior } from './posterior-mode.js';

/** The line may bend at the scores that these shares of the rows lie below: closer together where risks are high. */
const BENDS = [0.1, 0.25, 0.5, 0.75, 0.9, 0.97];
/** Standard deviation of the first stretch's slope about 1, and of what each slope differs by from the one before. */
const SLOPE_SPREAD = 0.5;
const BEND_SPREAD = 0.25;

/** A line with bends: coefficients are the slopes of its stretches, then the intercept, its height at the median score. */
export interface SplineBasis {
  readonly prior: Prior;
  /** How much of each stretch lies between the median score and this one; then 1. */
  readonly at: (score: number) => Float64Array;
}

/** @param sorted ascending scores, at least one */
export function splineBasis(sorted: Float64Array): SplineBasis {
  const ends = [...new Set([0, ...BENDS, 1].map((share) => sortedQuantile(sorted, share)))];
  if (ends.length === 1) ends.push(ends[0]! + 1);
  const median = sortedQuantile(sorted, 0.5);
  const within = (score: number, stretch: number): number =>
    Math.min(Math.max(score, ends[stretch]!), ends[stretch + 1]!);
  const stretches = ends.length - 1;
  return {
    prior: slopesPrior(stretches),
    at: (score) =>
      Float64Array.from({ length: stretches + 1 }, (_, stretch) =>
        stretch === stretches ? 1 : within(score, stretch) - within(median, stretch),
      ),
  };
}

/** Slopes are about 1 and like the one before; the intercept is free. */
function slopesPrior(stretches: number): Prior {
  const size = stretches + 1;
  const precision = new Float64Array(size * size);
  precision[0] = 1 / SLOPE_SPREAD ** 2;
  const ofBend = 1 / BEND_SPREAD ** 2;
  for (let before = 0; before + 1 < stretches; before++) {
    const after = before + 1;
    precision[before * size + before]! += ofBend;
    precision[after * size + after]! += ofBend;
    precision[before * size + after]! -= ofBend;
    precision[after * size + before]! -= ofBend;
  }
  const ones = new Float64Array(size).fill(1, 0, stretches);
  return { mean: ones, precision, signs: ones };
}
