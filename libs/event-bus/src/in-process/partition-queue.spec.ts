import { describe, expect, it } from '@jest/globals';
import { withClockSetBack } from '../../../../test/support/clock-set-back.js';
import type { Delivered } from '../event-bus.js';
import { PartitionQueue } from './partition-queue.js';

it('rests no longer where the clock is set back an hour meanwhile', () =>
  withClockSetBack(async (setBack) => {
    const queue = new PartitionQueue({
      partition: 0,
      life: 'first',
      maxBatch: 10,
      restAfter: (workedMs) => workedMs * 5,
      handle: () => new Promise((resolve) => setTimeout(resolve, 30)),
    });
    const one = () => queue.add([{ key: 'a', value: 1 }]);
    await one();
    setBack();
    await one();
    expect(queue.waiting).toBe(0);
  }));

describe('messages that say the same', () => {
  const trace = (id: string) => ({ id, parent: '00f067aa0ba902b7', isSampled: true });
  /** A queue whose batches end when they are let go. */
  function open() {
    const batches: (readonly Delivered[])[] = [];
    const ends: (() => void)[] = [];
    const queue = new PartitionQueue({
      partition: 0,
      life: 'first',
      maxBatch: 10,
      restAfter: () => 0,
      saying: ({ value }) => JSON.stringify(value),
      handle: (records) => {
        batches.push(records);
        return new Promise((resolve) => ends.push(resolve));
      },
    });
    const values = () => batches.map((records) => records.map(({ value }) => value));
    const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
    return { queue, batches, values, ends, turn };
  }

  it('are one while they wait, and handled again when one of them is in hand', async () => {
    const { queue, values, ends, turn } = open();
    const first = queue.add([{ key: 'a', value: 1 }]);
    await turn();
    const second = queue.add([
      { key: 'a', value: 1 },
      { key: 'b', value: 2 },
    ]);
    let handled = 0;
    const third = queue.add([{ key: 'b', value: 2 }]).then(() => (handled += 1));
    const fourth = queue.add([
      { key: 'a', value: 1 },
      { key: 'c', value: 3 },
      { key: 'c', value: 3 },
    ]);
    expect(queue.waiting).toBe(4);
    ends[0]!();
    await first;
    await turn();
    expect(values()).toEqual([[1], [1, 2, 3]]);
    expect(handled).toBe(0);
    ends[1]!();
    await Promise.all([second, third, fourth]);
    expect(queue.waiting).toBe(0);
    const last = queue.add([{ key: 'b', value: 2 }]);
    await turn();
    ends[2]!();
    await last;
    expect(values()).toEqual([[1], [1, 2, 3], [2]]);
  });

  it('carry the traces of all of them', async () => {
    const { queue, batches, ends, turn } = open();
    const [x, y] = [trace('0af7651916cd43dd8448eb211c80319c'), trace('1af7651916cd43dd8448eb211c80319c')];
    const first = queue.add([{ key: 'z', value: 0 }]);
    await turn();
    const all = [
      queue.add([{ key: 'a', value: 1 }]),
      queue.add([{ key: 'a', value: 1, traces: [x] }]),
      queue.add([{ key: 'a', value: 1, traces: [y, x] }]),
    ];
    ends[0]!();
    await first;
    await turn();
    ends[1]!();
    await Promise.all(all);
    expect(batches[1]!.map(({ traces }) => traces)).toEqual([[x, y]]);
  });
});
