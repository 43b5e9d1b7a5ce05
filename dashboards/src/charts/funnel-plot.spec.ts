import { describe, expect, it } from '@jest/globals';
import { funnelPlot, standing, type FunnelPoint } from './funnel-plot.js';

const point = (region: string, learners: number, completion: number): FunnelPoint => ({
  region,
  name: { zh: region, en: region },
  learners,
  completion,
  lower95: 0.4,
  upper95: 0.8,
  lower998: 0.3,
  upper998: 0.9,
});

describe('funnel plot', () => {
  it.each([
    [0.2, 'below'],
    [0.35, 'low'],
    [0.4, 'within'],
    [0.6, 'within'],
    [0.85, 'high'],
    [0.95, 'above'],
  ])('a completion of %p lies %s', (completion, expected) => {
    expect(standing(point('x', 10, completion))).toBe(expected);
  });

  const words = {
    learners: 'learners',
    completion: 'completion',
    average: 'average',
    nameOf: ({ region }: FunnelPoint) => region,
    describe: ({ region }: FunnelPoint) => region,
  };
  const option = funnelPlot({ average: 0.6, points: [point('b', 50, 0.2), point('a', 10, 0.6)] }, words);
  const series = Array.isArray(option.series) ? option.series : [];

  it('draws limits from small to large and the places in the order of the answer', () => {
    expect(series[1]?.data).toEqual([
      [10, 0.8],
      [50, 0.8],
    ]);
    expect(series.at(-1)?.data).toMatchObject([{ value: [50, 0.2] }, { value: [10, 0.6] }]);
  });

  it('marks a place outside of the limits by its shape, and names it', () => {
    expect(series.at(-1)?.data).toMatchObject([
      { symbol: 'diamond', label: { show: true, formatter: 'b' } },
      { symbol: 'circle', label: { show: false } },
    ]);
  });

  it('keeps the scale of shares at 0 to 1', () => {
    expect(option.yAxis).toMatchObject({ min: 0, max: 1 });
  });
});
