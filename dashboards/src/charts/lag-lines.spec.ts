import { describe, expect, it } from '@jest/globals';
import { lagLines, lagTop } from './lag-lines.js';

const line = (partition: number, waiting: (number | null)[], topic = 'statements') => ({
  topic,
  group: 'ingest',
  partition,
  waiting,
});
const statements = {
  name: 'statements',
  lines: [line(0, [0, 3, 4]), line(1, [null, null, 180]), line(2, [9, null, 1])],
};
const scored = { name: 'scored', lines: [line(0, [0, 0, 0], 'scored')] };
const list = <T>(value: T | T[] | undefined): T[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

describe('lag by partition', () => {
  const option = lagLines([statements, scored], 2, {
    count: (waiting) => waiting.toString(),
    partition: (partition) => `p${partition.toString()}`,
    describe: ({ name }, minute) => `${name} ${minute.toString()}`,
  });
  const [first, second, third, alone] = list(option.series);

  it('is a line a partition, every topic on one scale from 0', () => {
    expect(list(option.series)).toHaveLength(4);
    expect(list(option.yAxis).map(({ min, max }) => [min, max])).toEqual([
      [0, 200],
      [0, 200],
    ]);
  });

  it('ends its scale at a round figure that nothing lies above', () => {
    expect(lagTop([])).toBe(10);
    expect(lagTop([line(0, [10])])).toBe(10);
    expect(lagTop([line(0, [11, null])])).toBe(20);
    expect(lagTop([line(0, [201])])).toBe(300);
    expect(lagTop([line(0, [801])])).toBe(1000);
  });

  it('names the fullest partition at the end of its line, and no other', () => {
    const label = (show: boolean, formatter: string) => ({ label: { show, formatter } });
    expect(second).toMatchObject({ lineStyle: { width: 2 }, data: [{}, {}, label(true, '180\np1')] });
    expect(first).toMatchObject({ lineStyle: { width: 1 }, data: [{}, {}, { label: { show: false } }] });
    expect(alone).toMatchObject({ data: [{}, {}, label(true, '0')] });
  });

  it('leaves a hole where nobody looked, and a dot where a minute stands alone', () => {
    expect(third).toMatchObject({
      connectNulls: false,
      data: [{ value: 9, symbol: 'circle' }, { value: null }, { value: 1, symbol: 'circle' }],
    });
  });

  it('describes the topic that is pointed at', () => {
    const { formatter } = option.tooltip as { formatter: (items: object[]) => string };
    expect(formatter([{ seriesIndex: 2, dataIndex: 1 }])).toBe('statements 1');
    expect(formatter([{ seriesIndex: 3, dataIndex: 0 }])).toBe('scored 0');
  });
});
