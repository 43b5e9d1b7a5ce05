import { describe, expect, it } from '@jest/globals';
import { logistic } from '../numeric.js';
import { SeededRandom } from '../random.js';
import {
  brierScore,
  calibrationLine,
  expectedCalibrationError,
  logLoss,
  reliabilityBins,
} from './probability.js';

describe('brierScore and logLoss', () => {
  it('are as worked by hand', () => {
    // (.2^2 + .5^2) / 2; -(ln .8 + ln .5) / 2
    expect(brierScore([1, 0], [0.8, 0.5])).toBeCloseTo(0.145, 12);
    expect(logLoss([1, 0], [0.8, 0.5])).toBeCloseTo(-(Math.log(0.8) + Math.log(0.5)) / 2, 12);
  });

  it('keep the loss of a certain error finite', () => {
    expect(logLoss([1], [0])).toBeCloseTo(-Math.log(1e-12), 9);
  });
});

describe('expectedCalibrationError', () => {
  it('weights each bin by its rows', () => {
    // two bins of two: |.1 - .5| and |.8 - .5|
    const labels = [0, 1, 1, 0];
    const probabilities = [0.1, 0.1, 0.8, 0.8];
    expect(reliabilityBins(labels, probabilities, 2)).toEqual([
      { count: 2, meanPredicted: 0.1, observed: 0.5 },
      { count: 2, meanPredicted: 0.8, observed: 0.5 },
    ]);
    expect(expectedCalibrationError(labels, probabilities, 2)).toBeCloseTo(0.35, 12);
  });

  it('does not depend on the order of tied rows', () => {
    const forward = expectedCalibrationError([1, 1, 0, 0], [0.5, 0.5, 0.5, 0.5], 2);
    expect(expectedCalibrationError([0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5], 2)).toBe(forward);
    expect(forward).toBe(0);
  });
});

describe('calibrationLine', () => {
  const random = new SeededRandom(3);
  const logOdds = Float64Array.from({ length: 20_000 }, () => random.normal() - 1);
  const labels = logOdds.map((score) => Number(random.bernoulli(logistic(score))));

  it('is 1 and 0 for probabilities that are right', () => {
    const { slope, intercept } = calibrationLine(labels, logOdds.map(logistic));
    expect(Math.abs(slope - 1)).toBeLessThan(0.05);
    expect(Math.abs(intercept)).toBeLessThan(0.05);
  });

  it('is below 1 for overconfident ones, above 0 for too low ones', () => {
    expect(
      calibrationLine(
        labels,
        logOdds.map((score) => logistic(2 * score)),
      ).slope,
    ).toBeCloseTo(0.5, 1);
    const shifted = calibrationLine(
      labels,
      logOdds.map((score) => logistic(score - 1)),
    );
    expect(shifted.intercept).toBeCloseTo(1, 1);
  });
});
