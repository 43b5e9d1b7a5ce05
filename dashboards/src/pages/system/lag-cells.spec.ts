import { describe, expect, it } from '@jest/globals';
import { fullestMinute, inCells, totalAt } from './lag-cells.js';

const line = (topic: string, partition: number, waiting: (number | null)[]) => ({
  topic,
  group: topic === 'statements' ? 'ingest' : 'features',
  partition,
  waiting,
});
const lines = [
  line('statements', 0, [null, 4, 0]),
  line('statements', 1, [null, 9, 9]),
  line('touched', 0, [null, null, 2]),
];

describe('lag of the last hour', () => {
  it('stands in one cell for each reader of a topic', () => {
    expect(inCells(lines).map(({ name, lines }) => [name, lines.length])).toEqual([
      ['statements → ingest', 2],
      ['touched → features', 1],
    ]);
  });

  it('was highest where and when most waited, the last time', () => {
    expect(fullestMinute(lines)).toEqual({
      topic: 'statements',
      group: 'ingest',
      partition: 1,
      minute: 2,
      count: 9,
    });
    expect(fullestMinute([line('touched', 0, [0, 0])])).toMatchObject({ count: 0 });
    expect(fullestMinute([line('touched', 0, [null])])).toBeNull();
  });

  it('adds up only what was seen', () => {
    expect(lines.map((_, minute) => totalAt(lines, minute))).toEqual([null, 13, 11]);
  });
});
