import { describe, expect, it } from '@jest/globals';
import type { TopicLag } from '#libs/event-bus';
import { LagWindow } from './lag-window.js';

const at = (time: string) => new Date(`2026-11-24T${time}Z`);
const lag = (waiting: readonly number[], more: Partial<TopicLag> = {}): TopicLag => ({
  topic: 'statements',
  group: 'ingest',
  waiting: waiting.reduce((sum, count) => sum + count, 0),
  capacity: null,
  oldestSeconds: 0,
  staleSeconds: 0,
  partitions: waiting.map((count, partition) => ({ partition, waiting: count })),
  ...more,
});
const tails = (window: LagWindow, now: string, count: number) =>
  window.last(at(now)).map(({ partition, waiting }) => [partition, waiting.slice(-count)]);

describe('lag of the last hour', () => {
  it('has the most that was seen in each minute, for each partition', () => {
    const window = new LagWindow();
    window.see([lag([3, 0])], at('10:00:05'));
    window.see([lag([8, 0])], at('10:00:25'));
    window.see([lag([1, 2])], at('10:00:45'));
    window.see([lag([0, 5])], at('10:01:05'));
    expect(tails(window, '10:01:30', 2)).toEqual([
      [0, [8, 0]],
      [1, [2, 5]],
    ]);
  });

  it('tells 0 from what nobody has seen', () => {
    const window = new LagWindow();
    window.see([lag([0])], at('10:00:05'));
    window.see([lag([0])], at('10:02:05'));
    const [line] = window.last(at('10:03:00'));
    expect(line?.waiting).toHaveLength(60);
    expect(line?.waiting.slice(-5)).toEqual([null, 0, null, 0, null]);
  });

  it('does not carry on what a broker that has stopped answering said last', () => {
    const window = new LagWindow();
    window.see([lag([7], { staleSeconds: 1 })], at('10:00:30'));
    window.see([lag([7], { staleSeconds: 61 })], at('10:01:30'));
    window.see([lag([7], { staleSeconds: 121 })], at('10:02:30'));
    expect(tails(window, '10:02:30', 3)).toEqual([[0, [7, null, null]]]);
    window.see([lag([], { staleSeconds: null })], at('10:03:30'));
    expect(tails(window, '10:02:30', 1)).toEqual([[0, [null]]]);
  });

  it('keeps an hour, and no partition of which nothing is known any more', () => {
    const window = new LagWindow();
    for (let minute = 0; minute < 200; minute++)
      window.see([lag([minute])], new Date(at('10:00:00').getTime() + minute * 60_000));
    const [line] = window.last(at('13:19:30'));
    expect([line?.waiting[0], line?.waiting.at(-1)]).toEqual([140, 199]);
    expect(window.last(at('14:19:30'))).toEqual([]);
  });

  it('forgets the future when the clock is set back', () => {
    const window = new LagWindow();
    window.see([lag([9])], at('11:00:00'));
    window.see([lag([1])], at('10:30:00'));
    expect(tails(window, '11:00:00', 31)).toEqual([[0, [1, ...Array<null>(30).fill(null)]]]);
  });
});
