import { describe, expect, it } from '@jest/globals';
import { nextRunVariance } from './run-spread.js';

/** Of each run 100 learners with a chance of .5, so many of whom left. */
function varianceOf(left: readonly number[]): number {
  const rows = left.flatMap((count, run) =>
    Array.from({ length: 100 }, (_, learner) => ({
      run: `run-${String(run)}`,
      learner: `${String(run)}-${String(learner)}`,
      label: Number(learner < count),
    })),
  );
  return nextRunVariance(
    new Float64Array(rows.length).fill(0.5),
    rows.map(({ label }) => label),
    rows.map(({ run }) => run),
    rows.map(({ learner }) => learner),
  );
}

describe('nextRunVariance', () => {
  it('is what is usual of one run, for that run and for the next', () => {
    expect(varianceOf([50])).toBeCloseTo(2 * 0.15 ** 2, 12);
    // a level that is off is the calibration's matter, not the spread's
    expect(varianceOf([70])).toBeCloseTo(2 * 0.15 ** 2, 12);
  });

  it('falls with runs that are alike', () => {
    // 4 * .0225 / (4 + 5) * (1 + 1 / 6)
    expect(varianceOf([50, 50, 50, 50, 50, 50])).toBeCloseTo((0.09 / 9) * (7 / 6), 12);
  });

  it('rises with runs that are not, by what learners do not explain', () => {
    // one Newton step: residuals of 20 over 100 / 4; the variance of one is 25 / 25^2
    const [deviation, variance] = [20 / 25, 1 / 25];
    const beyond = 2 * deviation ** 2 - variance;
    expect(varianceOf([30, 70])).toBeCloseTo(((0.09 + beyond) / 5) * 1.5, 12);
  });

  it('does not take one learner with many rows for many', () => {
    const rows = Array.from({ length: 40 }, (_, row) => row);
    const labels = rows.map((row) => Number(row < 20 ? row < 14 : row < 26));
    const runs = rows.map((row) => (row < 20 ? 'a' : 'b'));
    const of = (clusters: readonly string[]): number =>
      nextRunVariance(new Float64Array(40).fill(0.5), labels, runs, clusters);
    expect(of(rows.map((row) => `${runs[row]!}-${String(labels[row]!)}`))).toBeLessThan(of(rows.map(String)));
  });
});
