import { describe, expect, it } from '@jest/globals';
import { bars, barsHeight } from './bars.js';

describe('bars', () => {
  const rows = [
    { name: 'M1', value: 380, of: 412, label: '380 of 412' },
    { name: 'M2', value: 300, of: 390, label: '300 of 390' },
  ];

  it('start at 0 and stand in the order given', () => {
    const option = bars([{ name: 'no time', value: 3, label: '3' }], 'people');
    expect(option.xAxis).toMatchObject({ min: 0 });
    expect(option.yAxis).toMatchObject({ data: ['no time'], inverse: true });
    expect(option.series).toHaveLength(1);
  });

  it('draws the part inside of its hollow whole', () => {
    const { series } = bars(rows, 'people');
    expect(series).toMatchObject([
      { data: [412, 390], barGap: '-100%', itemStyle: { color: 'transparent' } },
      { data: [380, 300], label: { show: false } },
    ]);
  });

  it('gives each bar the same room', () => {
    expect(barsHeight(4) - barsHeight(3)).toBe(barsHeight(9) - barsHeight(8));
  });
});
