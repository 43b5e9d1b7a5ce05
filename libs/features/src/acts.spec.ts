import { describe, expect, it } from '@jest/globals';
import { actedOn, acts } from './acts.js';
import { featureNames } from './catalogue.js';

const before = {
  elapsed_days: 50,
  days_since_last: 9,
  gap_ratio: 3,
  active_days_7: 0,
  active_days_28: 4,
  active_share: 0.2,
  clicks_7: 0,
  clicks_28: 40,
  // nothing in the last two weeks, 40 in the two before
  trend_14: Math.log(1 / 41),
  due_share: 0.5,
  due_count: 4,
  mean_score: null,
};
const after = (name: string, values: Readonly<Record<string, number | null>> = before) =>
  acts.find((act) => act.name === name)?.after(values);

describe('acts', () => {
  it('change figures that there are', () => {
    for (const name of actedOn) expect(featureNames).toContain(name);
  });

  it('set all that a day of study changes, consistently, and nothing else', () => {
    expect(after('visit')).toEqual({
      ...before,
      days_since_last: 0,
      gap_ratio: 0,
      active_days_7: 1,
      active_days_28: 5,
      active_share: expect.closeTo(0.22, 12),
      clicks_7: 10,
      clicks_28: 50,
      trend_14: expect.closeTo(Math.log(11 / 41), 12),
    });
  });

  it('hand in what is overdue, which is a day of study too', () => {
    const handedIn = after('hand-in');
    expect(handedIn).toMatchObject({ due_share: 1, days_since_last: 0, due_count: 4 });
    expect(acts[0]?.text(before).en).toBe('With the 2 overdue assessments handed in');
  });

  it('are none where there is nothing to do', () => {
    expect(after('visit', { ...before, days_since_last: 0 })).toBeNull();
    expect(after('hand-in', { ...before, due_share: 1 })).toBeNull();
    expect(after('hand-in', { ...before, due_share: null })).toBeNull();
  });
});
