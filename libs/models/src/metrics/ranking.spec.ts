import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { areaUnderRoc, averagePrecision, metricsAtCapacity } from './ranking.js';

describe('areaUnderRoc', () => {
  it('counts the pairs in the right order, ties half', () => {
    // positives .9 .5 against negatives .5 .1: 1 + 1 + .5 + 1 of 4 pairs
    expect(areaUnderRoc([1, 1, 0, 0], [0.9, 0.5, 0.5, 0.1])).toBe(3.5 / 4);
    expect(areaUnderRoc([1, 0, 1, 0], [1, 1, 1, 1])).toBe(0.5);
    expect(areaUnderRoc([0, 1], [2, 1])).toBe(0);
  });

  it('is not a number without both classes', () => {
    expect(areaUnderRoc([1, 1], [1, 2])).toBeNaN();
  });

  it('equals the definition over all pairs', () => {
    const rows = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 5 })), { minLength: 1 });
    fc.assert(
      fc.property(rows, (pairs) => {
        const positives = pairs.filter(([label]) => label === 1);
        const negatives = pairs.filter(([label]) => label === 0);
        fc.pre(positives.length > 0 && negatives.length > 0);
        let won = 0;
        for (const [, p] of positives) for (const [, n] of negatives) won += p > n ? 1 : p === n ? 0.5 : 0;
        const auc = areaUnderRoc(
          pairs.map(([label]) => label),
          pairs.map(([, score]) => score),
        );
        expect(auc).toBeCloseTo(won / (positives.length * negatives.length), 12);
      }),
      { seed: 1 },
    );
  });

  it('refuses scores that are not numbers', () => {
    expect(() => areaUnderRoc([1, 0], [NaN, 1])).toThrow('not a number');
  });
});

describe('averagePrecision', () => {
  it('is the mean precision where positives are found', () => {
    // order 1 0 1 0: precision 1 at the first, 2/3 at the second positive
    expect(averagePrecision([1, 0, 1, 0], [0.9, 0.8, 0.7, 0.1])).toBeCloseTo((1 + 2 / 3) / 2, 12);
  });

  it('takes tied rows as one step', () => {
    // all tied: one step to recall 1 at precision 1/4
    expect(averagePrecision([0, 0, 1, 0], [1, 1, 1, 1])).toBe(0.25);
  });
});

describe('metricsAtCapacity', () => {
  const labels = [1, 0, 1, 0, 1, 0, 0, 0, 0, 0];
  const scores = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

  it('reads the top of the list', () => {
    // top 3 of 10: two of the three positives
    expect(metricsAtCapacity(labels, scores, 0.3)).toEqual({ listed: 3, recall: 2 / 3, precision: 2 / 3 });
    expect(metricsAtCapacity(labels, scores, 1)).toEqual({ listed: 10, recall: 1, precision: 0.3 });
  });

  it('takes the expectation where the list ends inside a tie', () => {
    // two rows listed, three tied for the places, one of them positive: 2/3 of it
    const metrics = metricsAtCapacity([1, 0, 0, 0], [5, 5, 5, 1], 0.5);
    expect(metrics.recall).toBeCloseTo(2 / 3, 12);
    expect(metrics.precision).toBeCloseTo(1 / 3, 12);
  });
});
