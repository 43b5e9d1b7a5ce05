import { describe, expect, it } from '@jest/globals';
import { betaCdf, betaQuantile, jeffreysInterval } from './beta-distribution.js';

describe('betaCdf', () => {
  it('agrees with closed forms', () => {
    expect(betaCdf(0.3, 1, 1)).toBeCloseTo(0.3, 12);
    expect(betaCdf(0.3, 2, 1)).toBeCloseTo(0.09, 12);
    // arcsine distribution
    expect(betaCdf(0.3, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(0.3)), 12);
    // P(Binomial(5, .4) >= 3)
    expect(betaCdf(0.4, 3, 3)).toBeCloseTo(10 * 0.4 ** 3 * 0.6 ** 2 + 5 * 0.4 ** 4 * 0.6 + 0.4 ** 5, 12);
  });

  it('is undone by the quantile, for counts of a large data set too', () => {
    for (const [a, b] of [
      [0.5, 100_000.5],
      [3000.5, 40.5],
      [2, 7],
    ] as const) {
      for (const share of [0.025, 0.5, 0.975])
        expect(betaCdf(betaQuantile(share, a, b), a, b)).toBeCloseTo(share, 9);
    }
  });
});

describe('jeffreysInterval', () => {
  it('equals the table of Brown, Cai and DasGupta (2001) for n = 10', () => {
    const rounded = (successes: number): string => {
      const { lower, upper } = jeffreysInterval(successes, 10 - successes);
      return `${lower.toFixed(3)} ${upper.toFixed(3)}`;
    };
    expect(rounded(0)).toBe('0.000 0.217');
    expect(rounded(1)).toBe('0.011 0.381');
    expect(rounded(5)).toBe('0.224 0.776');
    expect(rounded(10)).toBe('0.783 1.000');
  });
});
