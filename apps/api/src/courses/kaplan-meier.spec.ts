import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { kaplanMeier } from './kaplan-meier.js';

describe('Kaplan-Meier share still learning', () => {
  // Ten learners: two stop on day 7; one is censored on day 10; of the seven left one stops on day 14.
  const ten = [
    { day: 7, stopped: 2, censored: 0 },
    { day: 10, stopped: 0, censored: 1 },
    { day: 14, stopped: 1, censored: 0 },
    { day: 30, stopped: 0, censored: 6 },
  ];

  it('gives 1, 8/10 and 8/10 x 6/7 by hand', () => {
    const points = kaplanMeier(ten);
    const after = expect.closeTo(0.8 * (6 / 7), 12);
    expect(points.map(({ day, share }) => [day, share])).toEqual([
      [0, 1],
      [7, 0.8],
      [14, after],
      // known to go on until day 30
      [30, after],
    ]);
  });

  it("gives Greenwood's limits on the log(-log) scale by hand", () => {
    // Day 7: sum = 2/(10 x 8) = .025; exp(1.959964 x sqrt(.025) / |ln .8|) = exp(.309898 / .223144) = 4.00998
    // lower = .8 ^ 4.00998 = .40869, upper = .8 ^ (1 / 4.00998) = .94587
    const [, day7] = kaplanMeier(ten);
    expect(day7?.lower).toBeCloseTo(0.4087, 4);
    expect(day7?.upper).toBeCloseTo(0.9459, 4);
  });

  it('keeps a learner who is censored on a day at risk on that day', () => {
    const [, point] = kaplanMeier([{ day: 5, stopped: 1, censored: 1 }]);
    expect(point?.share).toBe(0.5);
  });

  it('falls to 0 when the last one stops and keeps the upper limit', () => {
    const points = kaplanMeier([
      { day: 1, stopped: 1, censored: 0 },
      { day: 2, stopped: 1, censored: 0 },
    ]);
    expect(points.at(-1)).toEqual({ day: 2, share: 0, lower: 0, upper: points.at(-2)?.upper });
  });

  it('is 1 where nobody is there or nobody stops', () => {
    expect(kaplanMeier([])).toEqual([{ day: 0, share: 1, lower: 1, upper: 1 }]);
    expect(kaplanMeier([{ day: 3, stopped: 0, censored: 9 }]).map(({ share }) => share)).toEqual([1, 1]);
  });

  it('never rises, stays within its limits and within 0 to 1, whatever the order of the rows', () => {
    const day = fc.record({ day: fc.nat(60), stopped: fc.nat(20), censored: fc.nat(20) });
    fc.assert(
      fc.property(fc.uniqueArray(day, { selector: (row) => row.day }), (rows) => {
        const points = kaplanMeier(rows);
        expect(kaplanMeier(rows.toReversed())).toEqual(points);
        for (const [index, { share, lower, upper }] of points.entries()) {
          expect(share).toBeLessThanOrEqual(points[index - 1]?.share ?? 1);
          expect(lower).toBeGreaterThanOrEqual(0);
          expect(lower).toBeLessThanOrEqual(share);
          expect(upper).toBeGreaterThanOrEqual(share);
          expect(upper).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
