import { expect, it } from '@jest/globals';
import { withClockSetBack } from '../../../../test/support/clock-set-back.js';
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
