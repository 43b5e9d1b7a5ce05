import { describe, expect, it } from '@jest/globals';
import type { Delivered } from '../event-bus.js';
import { GatheredParts, type Outcome, type Part } from './gathered-parts.js';

const part = (partition: number, count: number, isUpToDate = false): Part => ({
  partition,
  first: '0',
  last: String(count - 1),
  timestamp: '1',
  records: Array.from({ length: count }, (_, offset): Delivered => {
    return { partition, offset, life: '1', key: 'k', value: null };
  }),
  unreadable: [],
  isUpToDate,
});

/** Batches end when the test says so. */
function gathering(maxBatch = 10) {
  const begun: number[][] = [];
  const ends: ((outcome: Outcome) => void)[] = [];
  let rested: () => void = () => undefined;
  let rests = 0;
  const handle = (own: readonly Part[]): Promise<Outcome> => {
    begun.push(own.map(({ partition }) => partition));
    return new Promise((resolve) => ends.push(resolve));
  };
  const parts = new GatheredParts({
    maxBatch,
    handle,
    handleAlone: (own) => handle([own]),
    rest: () => {
      rests++;
      return new Promise((resolve) => (rested = resolve));
    },
  });
  return { parts, begun, ends, rests: () => rests, rested: () => rested() };
}
const tick = () => new Promise((resolve) => setTimeout(resolve, 2));

describe('parts of several partitions', () => {
  it('that come together are one batch, and those that come meanwhile the next', async () => {
    const { parts, begun, ends } = gathering();
    const first = [parts.add(part(0, 1)), parts.add(part(1, 1))];
    await tick();
    const later = [parts.add(part(2, 1)), parts.add(part(3, 1))];
    await tick();
    expect(begun).toEqual([[0, 1]]);
    ends[0]?.('handled');
    expect(await Promise.all(first)).toEqual([true, true]);
    await tick();
    expect(begun).toEqual([
      [0, 1],
      [2, 3],
    ]);
    ends[1]?.('given back');
    expect(await Promise.all(later)).toEqual([false, false]);
  });

  it('are never more than a batch, but for one that is larger alone', async () => {
    const { parts, begun, ends } = gathering(10);
    for (const [partition, count] of [6, 4, 1, 25].entries()) void parts.add(part(partition, count));
    await tick();
    expect(begun[0]).toEqual([0, 1]);
    ends[0]?.('handled');
    await tick();
    expect(begun).toEqual([[0, 1], [2], [3]]);
  });

  it('begin beside a batch at work only where they fill one, and two at most are at work', async () => {
    const { parts, begun } = gathering(10);
    for (const [partition, count] of [8, 9].entries()) void parts.add(part(partition, count));
    await tick();
    expect(begun).toEqual([[0]]);
    for (const partition of [2, 3, 4]) void parts.add(part(partition, 9));
    await tick();
    expect(begun).toEqual([[0], [1]]);
  });

  it('wait while nothing was left behind and the batch is rested from, until they fill one', async () => {
    const { parts, begun, ends, rests, rested } = gathering(10);
    void parts.add(part(0, 1, true));
    await tick();
    ends[0]?.('handled');
    await tick();
    void parts.add(part(1, 1));
    await tick();
    expect([begun.length, rests()]).toEqual([1, 1]);
    rested();
    await tick();
    expect(begun).toEqual([[0], [1]]);
    ends[1]?.('handled');
    await tick();
    expect(rests()).toBe(1);
  });

  it('that failed together go on alone: one that fails still does not hold up the others', async () => {
    const { parts, begun, ends } = gathering();
    const added = [0, 1, 2].map((partition) => parts.add(part(partition, 1)));
    await tick();
    ends[0]?.('failed');
    await tick();
    expect(begun).toEqual([[0, 1, 2], [0], [1], [2]]);
    ends[1]?.('handled');
    ends[3]?.('handled');
    expect(await Promise.all([added[0], added[2]])).toEqual([true, true]);
    const later = parts.add(part(3, 1));
    await tick();
    ends[4]?.('handled');
    expect(await later).toBe(true);
    ends[2]?.('given back');
    expect(await added[1]).toBe(false);
  });

  it('of which one came alone and failed do not wait for it', async () => {
    const { parts, begun, ends } = gathering();
    const first = parts.add(part(0, 1));
    await tick();
    ends[0]?.('failed');
    await tick();
    const later = parts.add(part(1, 1));
    await tick();
    expect(begun).toEqual([[0], [0], [1]]);
    ends[2]?.('handled');
    expect(await later).toBe(true);
    ends[1]?.('handled');
    expect(await first).toBe(true);
  });

  it('are told what kept them from being handled', async () => {
    const failing = new GatheredParts({
      maxBatch: 10,
      handle: () => Promise.reject(new Error('no')),
      handleAlone: () => Promise.reject(new Error('no')),
      rest: () => Promise.resolve(),
    });
    await expect(Promise.all([failing.add(part(0, 1)), failing.add(part(1, 1))])).rejects.toThrow('no');
  });
});
