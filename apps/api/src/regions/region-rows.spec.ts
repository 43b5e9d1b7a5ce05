import { describe, expect, it } from '@jest/globals';
import { funnelOf, noCounts, protectPlaces } from './region-rows.js';

describe('table of places', () => {
  it('hides a second cell only in columns whose sum is shown', () => {
    const { rows, sums } = protectPlaces([
      { ...noCounts, learning: 3, finished: 3 },
      { ...noCounts, learning: 40, finished: 40 },
      { ...noCounts, learning: 50, finished: 50 },
    ]);
    expect(rows.map(({ learning }) => learning)).toEqual([null, null, 50]);
    expect(rows.map(({ finished }) => finished)).toEqual([null, 40, 50]);
    expect(sums.learning).toBe(93);
    expect(sums.finished).toBeNull();
  });
});

describe('funnel plot', () => {
  it('averages over all enrolments that have ended and leaves places of under five out', () => {
    const { average, points } = funnelOf([
      { ...noCounts, ended: 4, completions: 0 },
      { ...noCounts, ended: 20, completions: 12 },
      { ...noCounts, ended: 16, completions: 8 },
    ]);
    expect(average).toBe(0.5);
    expect(points.map(({ index, learners, completion }) => [index, learners, completion])).toEqual([
      [1, 20, 0.6],
      [2, 16, 0.5],
    ]);
  });

  it('is empty where nothing has ended', () => {
    expect(funnelOf([noCounts])).toEqual({ average: 0, points: [] });
  });
});
