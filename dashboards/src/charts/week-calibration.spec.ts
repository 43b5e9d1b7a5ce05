import { describe, expect, it } from '@jest/globals';
import { weekCalibration } from './week-calibration.js';

const week = (observed: number, verdict: 'few' | 'holds' | 'above') => ({
  week: '2026-11-02',
  learners: 600,
  expected: 0.08,
  observed,
  lower: observed - 0.02,
  upper: observed + 0.02,
  verdict,
});
const words = { share: 's', said: 'said', nameOf: () => 'w', describe: () => '' };
const list = <T>(value: T | T[] | undefined): T[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

describe('calibration by week', () => {
  const option = weekCalibration([week(0.09, 'few'), week(0.07, 'holds'), week(0.14, 'above')], words);

  it('begins at 0 and ends just above what there is', () => {
    expect(option.yAxis).toMatchObject({ min: 0, max: 0.2 });
  });

  it('marks by shape, not by colour alone, the weeks that were off', () => {
    const dots = list(option.series).at(-1)?.data as { symbol: string }[];
    expect(dots.map(({ symbol }) => symbol)).toEqual(['circle', 'circle', 'diamond']);
  });
});
