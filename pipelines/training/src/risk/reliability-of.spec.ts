import { describe, expect, it } from '@jest/globals';
import { jeffreysInterval } from '#libs/models';
import { reliabilityOf } from './reliability-of.js';

/** 200 learners in each of `weeks` weeks: of half of them .1 is said and a tenth leaves, of the others .4 and half. */
function rows(weeks: number) {
  const learners = Array.from({ length: 200 }, (_, learner) =>
    learner < 100 ? { chance: 0.1, label: learner % 10 === 0 ? 1 : 0 } : { chance: 0.4, label: learner % 2 },
  );
  return Array.from({ length: weeks }, () => learners).flat();
}
const told = (weeks: number) =>
  reliabilityOf(
    rows(weeks).map(({ label }) => label),
    rows(weeks).map(({ chance }) => chance),
    200,
  );

describe('chances against what came', () => {
  it('count learners and not their weeks, and are as sure as of so many', () => {
    expect(told(12)).toEqual([
      { learners: 100, predicted: expect.closeTo(0.1), observed: 0.1, ...jeffreysInterval(10, 90) },
      { learners: 100, predicted: expect.closeTo(0.4), observed: 0.5, ...jeffreysInterval(50, 50) },
    ]);
  });

  it('say the same of one week of them as of twelve that are all alike', () => {
    for (const [bin, one] of told(1).entries()) {
      const { learners, lower, upper } = told(12)[bin]!;
      expect([learners, lower, upper]).toEqual([one.learners, one.lower, one.upper]);
    }
  });

  it('are none of nobody', () => {
    expect(reliabilityOf([], [], 0)).toEqual([]);
  });
});
