import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '../random.js';
import { calibrationErrorByChance } from './calibration-noise.js';
import { expectedCalibrationError } from './probability.js';

const chances = (rows: number, seed: number): Float64Array => {
  const random = new SeededRandom(seed);
  return Float64Array.from({ length: rows }, () => 0.05 + 0.9 * random.uniform());
};

describe('calibrationErrorByChance', () => {
  it('shrinks with the square root of the rows', () => {
    const [few, many] = [100, 2500].map((rows) =>
      calibrationErrorByChance(chances(rows, 1), { seed: 1, draws: 100 }),
    );
    expect(few!).toBeGreaterThan(0.1);
    expect(few! / many!).toBeGreaterThan(3.5);
    expect(few! / many!).toBeLessThan(7);
  });

  it('is exceeded by chances that are right about once in twenty times', () => {
    const random = new SeededRandom(9);
    const p = chances(200, 2);
    const bound = calibrationErrorByChance(p, { seed: 3 });
    let beyond = 0;
    for (let trial = 0; trial < 200; trial++)
      if (
        expectedCalibrationError(
          Float64Array.from(p, (one) => Number(random.bernoulli(one))),
          p,
        ) > bound
      )
        beyond++;
    expect(beyond).toBeGreaterThanOrEqual(2);
    expect(beyond).toBeLessThanOrEqual(22);
  });
});
