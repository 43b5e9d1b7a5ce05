import { describe, expect, it } from '@jest/globals';
import { usualFigures } from './usual-figures.js';

const learners = (...days: (number | null)[]) => ({
  names: ['days_since_last'],
  columns: [days.map((day) => day ?? Number.NaN)],
});

describe('what is usual in a run', () => {
  it('is the figure in the middle, the upper of two', () => {
    expect(usualFigures(learners(9, 1, 2, 30, 3)).days_since_last).toBe(3);
    expect(usualFigures(learners(9, 1, 2, 30, 3, 4)).days_since_last).toBe(4);
  });

  it('leaves out who has no such figure, and is nothing where fewer than five have one', () => {
    expect(usualFigures(learners(1, 1, null, 2, 2, 2)).days_since_last).toBe(2);
    expect(usualFigures(learners(1, 1, null, 2, 2)).days_since_last).toBeNull();
  });

  it('has nothing to say of places in the cohort', () => {
    expect(usualFigures(learners(1, 2, 3, 4, 5))).not.toHaveProperty('cohort_clicks_28');
  });
});
