import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dailyHazard, hazardCoefficients as b, type HazardCovariates } from './hazard.js';

const calm: HazardCovariates = {
  idleDays: 0,
  failures: 0,
  waitingQuestions: 0,
  overdue: 0,
  difficulty: 0,
  isolated: false,
  cameLately: false,
  workload: 0,
  engagement: 0,
  frailty: 0,
};

describe('dailyHazard', () => {
  it('is worked by hand for a learner idle for 10 days with a failure, an overdue quiz and no contact', () => {
    const troubled = { ...calm, idleDays: 10, failures: 1, overdue: 1, isolated: true };
    // eta = -8.05 + 2.3 + 0.5 + 0.35 + 0.45 = -4.45; 1 - exp(-exp(-4.45)) = 0.011611
    expect(dailyHazard(troubled)).toBeCloseTo(0.011611, 6);
    expect(dailyHazard(calm)).toBeCloseTo(Math.exp(-8.05), 6);
  });

  it('stops growing after 14 idle days, 2 questions and 4 overdue assessments', () => {
    const most = { ...calm, idleDays: 14, waitingQuestions: 2, overdue: 4 };
    expect(dailyHazard({ ...most, idleDays: 60, waitingQuestions: 9, overdue: 8 })).toBe(dailyHazard(most));
  });

  it('is a probability, and follows the sign of each coefficient', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(unit, unit, fc.nat(10), (difficulty, workload, idleDays) => {
        const x = { ...calm, difficulty, workload, idleDays };
        const hazard = dailyHazard(x);
        expect(hazard).toBeGreaterThan(0);
        expect(hazard).toBeLessThan(1);
        expect(dailyHazard({ ...x, idleDays: idleDays + 1 })).toBeGreaterThan(hazard);
        expect(dailyHazard({ ...x, engagement: 1 })).toBeLessThan(hazard);
        expect(dailyHazard({ ...x, cameLately: true })).toBeLessThan(hazard);
      }),
    );
    expect(b.cameLately).toBeLessThan(0);
  });
});
