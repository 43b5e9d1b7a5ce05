import { describe, expect, it } from '@jest/globals';
import { logistic, Z95 } from '../../numeric.js';
import { applyCalibration, type Calibration, fitPlatt } from './calibration.js';

describe('a calibration of a model that was made before', () => {
  it('isotonic: straight between its knots, constant beyond them', () => {
    const before: Calibration = {
      kind: 'isotonic',
      score: [-2, 0, 1],
      p: [0.1, 0.2, 0.6],
      lower: [0.05, 0.1, 0.5],
      upper: [0.2, 0.3, 0.7],
    };
    const { p, lower, upper } = applyCalibration(before, [-9, -1, 0.25, 9]);
    const [below, first, second, beyond] = [...p.keys()].map((row) =>
      [p[row], lower[row], upper[row]].map((one) => Number(one!.toFixed(9))),
    );
    expect(below).toEqual([0.1, 0.05, 0.2]);
    expect(first).toEqual([0.15, 0.075, 0.25]);
    expect(second).toEqual([0.3, 0.2, 0.4]);
    expect(beyond).toEqual([0.6, 0.5, 0.7]);
  });

  it('isotonic of one knot: the same for everybody', () => {
    const before: Calibration = { kind: 'isotonic', score: [0], p: [0.1], lower: [0.05], upper: [0.2] };
    expect([...applyCalibration(before, [-1, 0, 1]).p]).toEqual([0.1, 0.1, 0.1]);
  });

  it('platt: a line of log-odds, the interval by the variance there', () => {
    const before: Calibration = {
      kind: 'platt',
      intercept: -1,
      slope: 0.5,
      varIntercept: 0.04,
      varSlope: 0.01,
      covariance: 0.005,
    };
    // .04 + 2 * 2 * .005 + 4 * .01 = .1
    const { p, lower, upper } = applyCalibration(before, [2]);
    expect(p[0]).toBeCloseTo(0.5, 12);
    expect(lower[0]).toBeCloseTo(logistic(-Z95 * Math.sqrt(0.1)), 12);
    expect(upper[0]).toBeCloseTo(logistic(Z95 * Math.sqrt(0.1)), 12);
  });
});

describe('fitPlatt', () => {
  const oneEach = (rows: number): string[] => Array.from({ length: rows }, (_, row) => String(row));

  it('shifts alone where fewer than ten of an outcome are known', () => {
    const scores = Array.from({ length: 60 }, (_, row) => (row - 30) / 20);
    const line = fitPlatt(
      scores,
      scores.map((_, row) => Number(row === 30)),
      oneEach(60),
    );
    expect([line.slope, line.varSlope]).toEqual([1, 0]);
    expect(line.intercept).toBeLessThan(-2);
  });

  it('is flat where a score is worse than chance', () => {
    const scores = Array.from({ length: 100 }, (_, row) => row / 10);
    const line = fitPlatt(
      scores,
      scores.map((_, row) => Number(row < 30)),
      oneEach(100),
    );
    expect(line.slope).toBe(0);
    // Platt's targets: 30 of 31 / 32 and 70 of 1 / 72
    expect(logistic(line.intercept)).toBeCloseTo((30 * (31 / 32) + 70 / 72) / 100, 6);
  });

  it('refuses no rows, and rows without their labels', () => {
    expect(() => fitPlatt([], [], [])).toThrow(RangeError);
    expect(() => fitPlatt([1, 2], [1], ['a', 'b'])).toThrow(RangeError);
  });
});
