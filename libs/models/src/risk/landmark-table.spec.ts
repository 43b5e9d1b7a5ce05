import { describe, expect, it } from '@jest/globals';
import { featureMatrixFromRows } from '../feature-matrix.js';
import { checkLandmarkTable, type LandmarkOutcome, personPeriods } from './landmark-table.js';

const outcome = (leftAfterDays: number | null, observedDays: number): LandmarkOutcome => ({
  group: 'run',
  learner: 'learner',
  landmarkDay: 14,
  leftAfterDays,
  observedDays,
  completed: null,
});
const periodsOf = (leftAfterDays: number | null, observedDays: number): string => {
  const { step, left } = personPeriods([outcome(leftAfterDays, observedDays)]);
  return Array.from(step, (week, i) => `${String(week)}:${left[i] === 1 ? 'left' : 'in'}`).join(' ');
};

describe('personPeriods', () => {
  it('has four weeks for a learner who stays', () => {
    expect(periodsOf(null, 28)).toBe('1:in 2:in 3:in 4:in');
    expect(periodsOf(60, 90)).toBe('1:in 2:in 3:in 4:in');
  });

  it('ends with the week of the departure: nobody is at risk after it', () => {
    expect(periodsOf(0, 90)).toBe('1:left');
    expect(periodsOf(6, 90)).toBe('1:left');
    expect(periodsOf(7, 90)).toBe('1:in 2:left');
    expect(periodsOf(27, 90)).toBe('1:in 2:in 3:in 4:left');
  });

  it('ends with the last week that was observed whole', () => {
    expect(periodsOf(null, 20)).toBe('1:in 2:in');
    expect(periodsOf(null, 21)).toBe('1:in 2:in 3:in');
    expect(periodsOf(null, 6)).toBe('');
  });

  it('leaves out a departure in a week that was not observed whole, as it does that week for those who stayed', () => {
    expect(periodsOf(9, 10)).toBe('1:in');
  });

  it('says which landmark row each week belongs to', () => {
    const periods = personPeriods([outcome(8, 90), outcome(null, 3), outcome(null, 7)]);
    expect([...periods.landmarkRow]).toEqual([0, 0, 2]);
    expect([...periods.left]).toEqual([0, 1, 0]);
  });

  it('recovers a known hazard from censored careers, which counting the unobserved as stayers would not', () => {
    // 100 learners, 10 leave in each week; half are observed for one week only
    const rows = Array.from({ length: 100 }, (_, i) => {
      const observed = i % 2 === 0 ? 28 : 7;
      const leaves = Math.floor(i / 10) * 7 + 3;
      return outcome(leaves < observed ? leaves : null, observed);
    });
    const { step, left } = personPeriods(rows);
    const hazard = (week: number): number => {
      const at = [...step.keys()].filter((i) => step[i] === week);
      return at.reduce((sum, i) => sum + left[i]!, 0) / at.length;
    };
    expect(hazard(1)).toBe(10 / 100);
    expect(hazard(2)).toBe(5 / 45);
    expect(hazard(3)).toBe(5 / 40);
    expect(hazard(4)).toBe(5 / 35);
  });
});

describe('checkLandmarkTable', () => {
  const features = featureMatrixFromRows(['x'], [[1]]);
  it('refuses a departure after the end of observation, or before the landmark', () => {
    expect(() => {
      checkLandmarkTable({ features, rows: [outcome(8, 7)] });
    }).toThrow('leftAfterDays 8 in row 0');
    expect(() => {
      checkLandmarkTable({ features, rows: [outcome(-1, 7)] });
    }).toThrow('leftAfterDays -1 in row 0');
  });
  it('refuses tables whose parts differ in length', () => {
    expect(() => {
      checkLandmarkTable({ features, rows: [] });
    }).toThrow('1 rows of features for 0 outcomes');
  });
});
