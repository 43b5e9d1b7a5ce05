import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isotonicRegression } from './isotonic.js';

const fitted = (values: readonly number[], weights = values.map(() => 1)): number[] =>
  isotonicRegression(values, weights).flatMap(({ first, end, value }) =>
    Array<number>(end - first).fill(value),
  );

describe('isotonicRegression', () => {
  it('pools violators as worked by hand', () => {
    expect(fitted([1, 0, 1])).toEqual([0.5, 0.5, 1]);
    expect(fitted([1, 2, 3])).toEqual([1, 2, 3]);
    // 4 2 -> 3, then 1 pulls all three to 7/3
    expect(fitted([4, 2, 1])).toEqual([7 / 3, 7 / 3, 7 / 3]);
  });

  it('weights the means', () => {
    expect(fitted([1, 0], [3, 1])).toEqual([0.75, 0.75]);
  });

  it('ascends, keeps the mean, and no other ascending fit through block means is closer', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 40 }), (values) => {
        const fit = fitted(values);
        const loss = (candidate: readonly number[]): number =>
          candidate.reduce((sum, value, i) => sum + (value - values[i]!) ** 2, 0);
        for (let i = 1; i < fit.length; i++) expect(fit[i]).toBeGreaterThanOrEqual(fit[i - 1]!);
        expect(fit.reduce((a, b) => a + b)).toBeCloseTo(
          values.reduce((a, b) => a + b),
          9,
        );
        // min-max formula: the fit at i is max over j <= i of min over k >= i of mean(j..k)
        const mean = (j: number, k: number): number =>
          values.slice(j, k + 1).reduce((a, b) => a + b) / (k + 1 - j);
        const positions = [...values.keys()];
        const byFormula = positions.map((i) =>
          Math.max(
            ...positions.slice(0, i + 1).map((j) => Math.min(...positions.slice(i).map((k) => mean(j, k)))),
          ),
        );
        expect(loss(fit)).toBeCloseTo(loss(byFormula), 9);
        fit.forEach((value, i) => {
          expect(value).toBeCloseTo(byFormula[i]!, 9);
        });
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});
