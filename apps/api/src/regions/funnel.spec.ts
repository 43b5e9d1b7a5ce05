import { describe, expect, it } from '@jest/globals';
import { funnelOf } from './funnel.js';

const row = (place: string, run: string, ended: number, completed: number) => ({
  place,
  run,
  ended,
  completed,
});

describe('funnel plot', () => {
  it('does not call a place low for having taken the harder course', () => {
    // Easy: 16 of 20 everywhere (.8); hard: 4 of 20 (.2); average 20/40 = .5.
    // East took the hard one alone and completed 2 of 10: exactly as expected, so it stands at the average.
    // West took both: observed 18, expected 20 x .8 + 10 x .2 = 18.
    const { average, points } = funnelOf([
      row('west', 'easy', 20, 16),
      row('west', 'hard', 10, 2),
      row('east', 'hard', 10, 2),
    ]);
    expect(average).toBe(0.5);
    expect(points.map(({ place, learners, completion }) => [place, learners, completion])).toEqual([
      ['west', 30, 0.5],
      ['east', 10, 0.5],
    ]);
  });

  it('gives observed over expected times the average', () => {
    // One course, 12 of 30 completed (.4). North: 9 of 15, expected 6: 9 / 6 x .4 = .6. South: 3 of 15: .2.
    const { points } = funnelOf([row('north', 'r', 15, 9), row('south', 'r', 15, 3)]);
    expect(points.map(({ completion }) => completion)).toEqual([
      expect.closeTo(0.6, 12),
      expect.closeTo(0.2, 12),
    ]);
  });

  it('leaves places of under five out, but counts them in the average', () => {
    const { average, points } = funnelOf([row('tiny', 'r', 4, 0), row('large', 'r', 16, 10)]);
    expect(average).toBe(0.5);
    expect(points.map(({ place }) => place)).toEqual(['large']);
  });

  it('is empty where nothing has ended', () => {
    expect(funnelOf([])).toEqual({ average: 0, points: [] });
  });
});
