import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '../random.js';
import { calibrationErrorByChance, debiasedCalibrationError } from './calibration-noise.js';
import { expectedCalibrationError } from './probability.js';

const chances = (rows: number, seed: number): Float64Array => {
  const random = new SeededRandom(seed);
  return Float64Array.from({ length: rows }, () => 0.05 + 0.9 * random.uniform());
};

describe('calibrationErrorByChance', () => {
  it('shrinks with the square root of the rows', () => {
    const [few, many] = [100, 2500].map(
      (rows) => calibrationErrorByChance(chances(rows, 1), { seed: 1, draws: 100 }).upper,
    );
    expect(few!).toBeGreaterThan(0.1);
    expect(few! / many!).toBeGreaterThan(3.5);
    expect(few! / many!).toBeLessThan(7);
  });

  it('is exceeded by chances that are right about once in twenty times', () => {
    const random = new SeededRandom(9);
    const p = chances(200, 2);
    const { upper: bound } = calibrationErrorByChance(p, { seed: 3 });
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

describe('debiasedCalibrationError', () => {
  /** Means over samples of chances that are so much too high. */
  function errorsOf(rows: number, tooHigh: number): { readonly plain: number; readonly debiased: number } {
    const random = new SeededRandom(11);
    const sums = { plain: 0, debiased: 0 };
    const samples = 40;
    for (let sample = 0; sample < samples; sample++) {
      const truth = Float64Array.from({ length: rows }, () => 0.1 + 0.6 * random.uniform());
      const said = truth.map((p) => p + tooHigh);
      const labels = truth.map((p) => Number(random.bernoulli(p)));
      const error = expectedCalibrationError(labels, said);
      sums.plain += error / samples;
      sums.debiased +=
        debiasedCalibrationError(error, calibrationErrorByChance(said, { seed: sample, draws: 40 })) /
        samples;
    }
    return sums;
  }

  it('is near the truth, whatever the size', () => {
    for (const rows of [200, 1000])
      for (const tooHigh of [0, 0.05, 0.1])
        expect(Math.abs(errorsOf(rows, tooHigh).debiased - tooHigh)).toBeLessThan(
          rows === 200 ? 0.035 : 0.016,
        );
  });

  it('takes most off where all is chance, nearly nothing where nearly nothing is', () => {
    const [few, far] = [errorsOf(200, 0), errorsOf(1000, 0.1)];
    expect(few.plain).toBeGreaterThan(0.07);
    expect(few.debiased).toBeLessThan(0.5 * few.plain);
    expect(far.debiased / far.plain).toBeGreaterThan(0.97);
  });

  it('is 0 where no more is off than by chance, and the error itself where there is no chance', () => {
    expect(debiasedCalibrationError(0.04, { mean: 0.05 })).toBe(0);
    expect(debiasedCalibrationError(0.05, { mean: 0 })).toBeCloseTo(0.05, 12);
    expect(debiasedCalibrationError(0, { mean: 0 })).toBe(0);
  });

  it('is the mean of a folded normal distribution, looked up backwards', () => {
    // off by one standard deviation s: E|N(s, s)| = s * (sqrt(2 / pi) * exp(-1 / 2) + 2 * .841345 - 1) = 1.16663 s
    const s = 0.1 * Math.sqrt(Math.PI / 2);
    expect(debiasedCalibrationError(1.16663 * s, { mean: 0.1 })).toBeCloseTo(s, 5);
  });
});
