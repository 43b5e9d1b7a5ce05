import { describe, expect, it } from '@jest/globals';
import { driftMultiples } from './drift-multiples.js';

const week = (index: number | null, verdict: 'few' | 'steady' | 'drifted') => ({
  week: '2026-11-02',
  learners: 600,
  index,
  byChance: index === null ? null : 0.06,
  verdict,
});
const rows = [
  { name: 'steady', weeks: [week(null, 'few'), week(0.02, 'steady')] },
  { name: 'off', weeks: [week(0.02, 'steady'), week(0.6, 'drifted')] },
];
const list = <T>(value: T | T[] | undefined): T[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

describe('drift of figures', () => {
  const option = driftMultiples(rows, 2, 600, ({ name }, at) => `${name} ${at.toString()}`);

  it('is on one scale from 0, so that figures can be compared', () => {
    const scales = list(option.yAxis).map(({ min, max }) => [min, max]);
    expect(scales).toEqual([
      [0, expect.closeTo(0.63)],
      [0, expect.closeTo(0.63)],
    ]);
  });

  it('leaves a hole where too few tell, and marks drift by shape', () => {
    const [steady, , , off] = list(option.series);
    expect(steady).toMatchObject({ data: [{ value: null }, { value: 0.02, symbol: 'circle' }] });
    expect(off).toMatchObject({
      data: [{ symbol: 'none' }, { symbol: 'diamond', label: { formatter: '0.60' } }],
    });
  });

  it('describes the figure that is pointed at', () => {
    const { formatter } = option.tooltip as { formatter: (items: object[]) => string };
    expect(formatter([{ seriesIndex: 3, dataIndex: 1 }])).toBe('off 1');
  });
});
