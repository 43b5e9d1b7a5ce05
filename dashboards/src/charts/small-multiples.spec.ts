import { describe, expect, it } from '@jest/globals';
import { multiplesHeight, smallMultiples } from './small-multiples.js';

const rows = ['a', 'b', 'c', 'd'].map((name) => ({ name, shares: [0.5, null, 0.4, null] }));
const option = smallMultiples(rows, 3, () => '');
const list = <T>(value: T | T[] | undefined): T[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

describe('small multiples', () => {
  it('share one scale, so that places can be compared', () => {
    expect(list(option.yAxis).map(({ min, max }) => [min, max])).toEqual(rows.map(() => [0, 1]));
  });

  it('leave a hole where a week is not known, and label the last known one', () => {
    const [first] = list(option.series);
    expect(first).toMatchObject({
      connectNulls: false,
      data: [
        { value: 0.5, label: { show: false } },
        { value: null },
        { value: 0.4, label: { show: true, formatter: '40%' } },
        { value: null },
      ],
    });
  });

  it('leave room for the last share beside each line, on a phone too', () => {
    const widthOf = (columns: number) => list(smallMultiples(rows, columns, () => '').grid)[0]?.width;
    expect(widthOf(1)).toBe('80%');
    expect(widthOf(4)).toBe('18.5%');
  });

  it('stand in rows as wide as asked', () => {
    expect(list(option.grid).map(({ left }) => left)).toEqual([
      '1%',
      expect.stringMatching(/^34\.3/),
      expect.stringMatching(/^67\.6/),
      '1%',
    ]);
    expect(multiplesHeight(4, 3)).toBe(multiplesHeight(6, 3));
  });
});
