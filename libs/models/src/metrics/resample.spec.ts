import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '../random.js';
import { nestedResamples, percentileInterval, resamplingUnit, type Nested } from './resample.js';

const runsOf = (runs: number, learners: number): Nested[] =>
  Array.from({ length: runs * learners }, (_, i) => ({
    run: `r${String(Math.floor(i / learners))}`,
    learner: `l${String(i)}`,
  }));

const widthOfMean = (rows: readonly Nested[], values: Float64Array): number => {
  const means = Array.from(nestedResamples(rows, { seed: 4, replicates: 600 }), (weights) => {
    let [sum, total] = [0, 0];
    weights.forEach((weight, row) => {
      sum += weight * values[row]!;
      total += weight;
    });
    return sum / total;
  });
  const { lower, upper } = percentileInterval(means);
  return upper - lower;
};

describe('nestedResamples', () => {
  it('of one run is the bootstrap over learners', () => {
    const random = new SeededRandom(1);
    const values = Float64Array.from({ length: 400 }, () => random.normal());
    const rows = runsOf(1, 400);
    expect(resamplingUnit(rows)).toBe('learners');
    expect(widthOfMean(rows, values) / 2).toBeCloseTo(1.96 / Math.sqrt(400), 1);
  });

  it('of several runs takes in how runs differ', () => {
    const random = new SeededRandom(2);
    const rows = runsOf(20, 50);
    expect(resamplingUnit(rows)).toBe('runs');
    const shifts = Array.from({ length: 20 }, () => random.normal());
    const values = Float64Array.from(rows, (_, i) => shifts[Math.floor(i / 50)]! + 0.1 * random.normal());
    // standard error of the mean of 20 runs whose standard deviation is about 1
    expect(widthOfMean(rows, values) / 3.92).toBeGreaterThan(0.15);
    expect(widthOfMean(rows, values) / 3.92).toBeLessThan(0.32);
  });

  it('counts the rows of one learner together, and is the same for the same seed', () => {
    const rows = [
      { run: 'a', learner: 'x' },
      { run: 'a', learner: 'x' },
      { run: 'a', learner: 'y' },
    ];
    const draw = (): Float64Array[] => [...nestedResamples(rows, { seed: 3, replicates: 20 })];
    for (const [first, second, third] of draw()) {
      expect(first).toBe(second);
      expect(first! + third!).toBe(2);
    }
    expect(draw()).toEqual(draw());
  });
});

describe('percentileInterval', () => {
  it('leaves out what could not be counted', () => {
    expect(percentileInterval([NaN, 1, 2, 3], 0)).toEqual({ lower: 2, upper: 2 });
    expect(percentileInterval([NaN])).toEqual({ lower: NaN, upper: NaN });
  });
});
