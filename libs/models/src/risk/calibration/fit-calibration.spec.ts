import { describe, expect, it } from '@jest/globals';
import { applyCalibration } from './calibration.js';
import { fitCalibration } from './fit-calibration.js';

const names = Array.from({ length: 400 }, (_, row) => String(row));
const scores = names.map((_, row) => (row % 20) / 10 - 2);
/** Of every twenty the same number has it: those of the lowest scores or the highest. */
const rowsWhere = (isPositive: (place: number) => boolean) => ({
  scores,
  labels: names.map((_, row) => Number(isPositive(row % 20))),
  clusters: names,
  runs: names.map(() => 'run'),
});

describe('calibration', () => {
  it('of scores that are worse than chance is one chance for everybody', () => {
    const calibration = fitCalibration(rowsWhere((place) => place < 5));
    const { p } = applyCalibration(calibration, [-2, 0]);
    expect(p[0]).toBe(p[1]);
    expect(p[0]).toBeCloseTo(0.25, 2);
  });

  it('of scores that tell learners apart is a spline', () => {
    const calibration = fitCalibration(rowsWhere((place) => place >= 15));
    expect(calibration.kind).toBe('linear-spline');
    const { p } = applyCalibration(calibration, [-2, 0]);
    expect(p[1]).toBeGreaterThan(p[0]! + 0.3);
  });
});
