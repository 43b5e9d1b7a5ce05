import { describe, expect, it } from '@jest/globals';
import { binStanding, reliabilityPlot } from './reliability-plot.js';

const bin = (predicted: number, observed: number, half = 0.05) => ({
  learners: 100,
  predicted,
  observed,
  lower: observed - half,
  upper: observed + half,
});
const words = { predicted: 'p', observed: 'o', learners: 'n', diagonal: 'd', describe: () => '' };
const list = <T>(value: T | T[] | undefined): T[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

describe('chances against what came', () => {
  it('are off where the interval misses what was said', () => {
    const standings = [bin(0.2, 0.22), bin(0.2, 0.3), bin(0.2, 0.1)].map(binStanding);
    expect(standings).toEqual(['as-said', 'more', 'fewer']);
  });

  it('share one scale on both axes, as far as chances go and no further', () => {
    const { xAxis, yAxis } = reliabilityPlot([bin(0.05, 0.06), bin(0.31, 0.33)], words);
    expect([list(xAxis)[0], list(xAxis)[1], list(yAxis)[0]].map((axis) => axis?.max)).toEqual([
      0.4, 0.4, 0.4,
    ]);
  });

  it('go to 100 % where chances do, and no further', () => {
    const { xAxis } = reliabilityPlot([bin(0.97, 0.96)], words);
    expect(list(xAxis)[0]?.max).toBe(1);
  });

  it('have a whisker for each dot', () => {
    const { series } = reliabilityPlot([bin(0.1, 0.1), bin(0.2, 0.2)], words);
    const ends = list(series)
      .slice(1, 3)
      .map((one) => one.data);
    expect(ends[0]).toEqual([
      [0.1, expect.closeTo(0.05)],
      [0.1, expect.closeTo(0.15)],
    ]);
    expect(ends).toHaveLength(2);
  });
});
