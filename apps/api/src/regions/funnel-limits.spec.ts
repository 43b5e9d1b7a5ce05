import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { funnelLimits } from './funnel-limits.js';

describe('limits of the funnel plot', () => {
  it('gives ten people at an average of one half the interpolated binomial limits by hand', () => {
    // Binomial(10, 1/2), in 1024ths: P(0) = 1, P(1) = 10, P(2) = 45. Cumulated 1, 11, 56.
    // 2.5 % = 25.6: first reached at 2; 2 - (56 - 25.6) / 45 = 1.32444 people. Upper by symmetry, one count further:
    // 97.5 % = 998.4: cumulated 968 at 7, 1013 at 8; 8 - (1013 - 998.4) / 45 = 7.67556 people.
    const { lower95, upper95 } = funnelLimits(10, 0.5);
    expect(lower95).toBeCloseTo(0.132444, 6);
    expect(upper95).toBeCloseTo(0.767556, 6);
    // 0.1 % = 1.024: first reached at 1; 1 - (11 - 1.024) / 10 = 0.0024 people.
    expect(funnelLimits(10, 0.5).lower998).toBeCloseTo(0.00024, 8);
  });

  it('does not call a village of three doctors without any completion different', () => {
    // (1 - .6)^3 = 6.4 % > 2.5 %: none of three happens often enough.
    expect(funnelLimits(3, 0.6).lower95).toBe(0);
  });

  it('comes close to the normal limits for a large place', () => {
    const { lower95, upper95 } = funnelLimits(100_000, 0.4);
    const half = 1.959964 * Math.sqrt((0.4 * 0.6) / 100_000);
    expect(lower95).toBeCloseTo(0.4 - half, 4);
    expect(upper95).toBeCloseTo(0.4 + half, 4);
  });

  it('has no width where everybody or nobody completes', () => {
    expect(funnelLimits(12, 1)).toEqual({ lower95: 1, upper95: 1, lower998: 1, upper998: 1 });
    expect(funnelLimits(12, 0)).toEqual({ lower95: 0, upper95: 0, lower998: 0, upper998: 0 });
  });

  it('stays ordered and within 0 to 1', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (learners, average) => {
          const { lower998, lower95, upper95, upper998 } = funnelLimits(learners, average);
          const ordered = [0, lower998, lower95, upper95, upper998, 1];
          expect(ordered).toEqual(ordered.toSorted((a, b) => a - b));
        },
      ),
    );
  });
});
