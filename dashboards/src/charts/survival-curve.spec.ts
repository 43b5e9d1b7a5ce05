import { describe, expect, it } from '@jest/globals';
import { survivalCurve } from './survival-curve.js';

const words = { days: 'd', share: 's', now: 'now', before: 'before', describe: String };
const survival = [
  { day: 0, share: 1, lower: 1, upper: 1 },
  { day: 7, share: 0.9, lower: 0.86, upper: 0.93 },
];
const seriesOf = (previous: Parameters<typeof survivalCurve>[0]['previous']) => {
  const { series } = survivalCurve({ survival, previous }, words);
  return Array.isArray(series) ? series : [];
};

describe('survival curve', () => {
  it('stacks the width of the range on its lower end', () => {
    const [lower, width] = seriesOf(null);
    expect(lower?.data).toEqual([
      [0, 1],
      [7, 0.86],
    ]);
    expect((width?.data as number[][])[1]?.[1]).toBeCloseTo(0.07);
  });

  it('draws no comparison for a first run', () => {
    expect(seriesOf(null)).toHaveLength(3);
  });

  it('tells the run before from this one by a dashed line', () => {
    const series = seriesOf({ run: 'htn-2025', survival: [{ day: 0, share: 1 }] });
    expect(series).toHaveLength(4);
    expect(series[2]).toMatchObject({ lineStyle: { type: 'dashed' }, endLabel: { formatter: 'before' } });
  });
});
