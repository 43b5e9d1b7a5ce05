import { describe, expect, it } from '@jest/globals';
import { noCounts, protectPlaces } from './region-rows.js';

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
