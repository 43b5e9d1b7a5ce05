import { describe, expect, it } from '@jest/globals';
import { weekCalibration } from './calibration-in-time.js';
import { normalQuantile } from '../normal-distribution.js';
import { chiSquareQuantile } from './chi-square.js';
import { standingSince } from './standing.js';

const week = (n: number, chance: number, left: number) =>
  weekCalibration(
    new Array<number>(n).fill(chance),
    Array.from({ length: n }, (_, i) => Number(i < left)),
  );

describe('chances of a week against what came', () => {
  it.each([
    // sum p = 20, sd = sqrt(16) = 4
    ['hold: 28 left of 100 at .2, 2 deviations', 100, 0.2, 28, 'holds'],
    ['too low: 31 left, 2.75 deviations', 100, 0.2, 31, 'above'],
    ['too high: 9 left', 100, 0.2, 9, 'below'],
    ['hold: sure, yet too small a gap to matter', 10_000, 0.2, 2200, 'holds'],
    ['too few to say: variance below 5', 50, 0.1, 12, 'few'],
    ['of nobody', 0, 0.1, 0, 'few'],
  ])('%s', (_what, n, chance, left, verdict) => {
    expect(week(n, chance, left).verdict).toBe(verdict);
  });

  it('has the shares with an interval', () => {
    expect(week(100, 0.2, 28)).toMatchObject({ learners: 100, observed: 0.28 });
    const { expected, lower, upper } = week(100, 0.2, 28);
    expect(expected).toBeCloseTo(0.2);
    expect([lower.toFixed(3), upper.toFixed(3)]).toEqual(['0.199', '0.373']);
  });
});

describe('an alarm stands', () => {
  const since = (told: string, before?: string) =>
    standingSince(
      Array.from(told, (one, i) => ({ week: `w${String(i)}`, told: one === '?' ? null : one })),
      (one) => one === '!',
      before,
    );
  it.each([
    ['from the first of two weeks on', '..!!', 'w2'],
    ['not for one week', '...!', null],
    ['not when the newest is calm', '.!!.', null],
    ['over weeks of which nothing is known', '.!?!?', 'w1'],
    ['not where nothing is known', '???', null],
  ])('%s', (_what, told, expected) => {
    expect(since(told)).toBe(expected);
  });

  it.each([
    ['from before where all weeks that are seen tell of it', '?!!!', 'earlier'],
    ['from its own first week where one before was calm', '.!!!', 'w1'],
  ])('%s', (_what, told, expected) => {
    expect(since(told, 'earlier')).toBe(expected);
  });
});

describe('quantiles', () => {
  it('are those of the tables', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.96, 3);
    expect(chiSquareQuantile(normalQuantile(0.95), 9) / 16.919).toBeCloseTo(1, 1);
    expect(chiSquareQuantile(normalQuantile(0.999), 10) / 29.588).toBeCloseTo(1, 1);
  });
});
