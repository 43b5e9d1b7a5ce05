import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { logistic } from '../numeric.js';
import { SeededRandom } from '../random.js';
import { figuresOf } from './figures.js';
import { brierScore, calibrationLine, expectedCalibrationError, logLoss } from './probability.js';
import { rankOutcomes } from './ranked-outcomes.js';
import { areaUnderRoc, averagePrecision, metricsAtCapacity } from './ranking.js';

const row = fc.record({
  label: fc.constantFrom(0, 1),
  // tenths, so that ties are common
  chance: fc.integer({ min: 1, max: 9 }).map((tenths) => tenths / 10),
  weight: fc.integer({ min: 0, max: 3 }),
});

describe('figuresOf', () => {
  it('gives for weights what the plain functions give for rows that are repeated so often', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 4, maxLength: 40 }), (rows) => {
        const repeated = rows.flatMap((one) => Array.from({ length: one.weight }, () => one));
        const labels = repeated.map(({ label }) => label);
        fc.pre(labels.includes(0) && labels.includes(1));
        const chances = repeated.map(({ chance }) => chance);
        const figures = figuresOf(
          rankOutcomes(
            rows.map(({ label }) => label),
            rows.map(({ chance }) => chance),
          ),
          [0.1, 0.5],
          Float64Array.from(rows, ({ weight }) => weight),
        );
        expect(figures.auc).toBeCloseTo(areaUnderRoc(labels, chances), 9);
        expect(figures.averagePrecision).toBeCloseTo(averagePrecision(labels, chances), 9);
        expect(figures.brier).toBeCloseTo(brierScore(labels, chances), 9);
        expect(figures.logLoss).toBeCloseTo(logLoss(labels, chances), 9);
        expect(figures.calibrationError).toBeCloseTo(expectedCalibrationError(labels, chances), 9);
        for (const [i, capacity] of [0.1, 0.5].entries()) {
          const { listed, recall, precision } = metricsAtCapacity(labels, chances, capacity);
          expect(figures.lists[i]!.listed).toBe(listed);
          expect(figures.lists[i]!.recall).toBeCloseTo(recall, 9);
          expect(figures.lists[i]!.precision).toBeCloseTo(precision, 9);
        }
      }),
    );
  });

  const random = new SeededRandom(5);
  const chances = Float64Array.from({ length: 1500 }, () => logistic(random.normal() - 1));
  const labels = chances.map((p) => Number(random.bernoulli(0.1 + 0.7 * p)));

  it('finds the calibration line of rows as they are, and nearly that of a resample', () => {
    const ranked = rankOutcomes(labels, chances);
    const whole = calibrationLine(labels, chances);
    expect(figuresOf(ranked, []).calibrationSlope).toBeCloseTo(whole.slope, 6);
    expect(figuresOf(ranked, []).calibrationIntercept).toBeCloseTo(whole.intercept, 6);
    const drawn = Array.from({ length: 1500 }, () => random.integer(1500));
    const weights = new Float64Array(1500);
    for (const one of drawn) weights[one]!++;
    const exact = calibrationLine(
      drawn.map((one) => labels[one]!),
      drawn.map((one) => chances[one]!),
    );
    const found = figuresOf(ranked, [], weights);
    expect(found.calibrationSlope).toBeCloseTo(exact.slope, 3);
    expect(found.calibrationIntercept).toBeCloseTo(exact.intercept, 3);
  });

  it('has no calibration line where everybody has one chance', () => {
    expect(figuresOf(rankOutcomes([0, 1], [0.5, 0.5]), []).calibrationSlope).toBeNaN();
  });
});
