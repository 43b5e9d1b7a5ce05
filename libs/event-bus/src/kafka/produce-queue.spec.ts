import { describe, expect, it } from '@jest/globals';
import { BusFullError } from '../event-bus.js';
import { ProduceQueue, type Outgoing, type ProduceQueueOptions } from './produce-queue.js';

const outgoing = (partition: number, bytes = 10): Outgoing => ({
  topic: 'statements',
  partition,
  encoded: { message: { value: null }, bytes },
});
const times = (count: number, partition: number, bytes?: number): Outgoing[] =>
  Array.from({ length: count }, () => outgoing(partition, bytes));

/** A broker that keeps what it is sent, and answers when it is told to. */
class FakeBroker {
  readonly sends: number[] = [];
  readonly #next = new Map<number, number>();
  #answer: (error?: Error) => void = () => undefined;
  isAutomatic = true;

  readonly send = async (messages: readonly Outgoing[]): Promise<number[]> => {
    this.sends.push(messages.length);
    if (!this.isAutomatic)
      await new Promise<void>((resolve, reject) => {
        this.#answer = (error) => (error ? reject(error) : resolve());
      });
    return messages.map(({ partition }) => {
      const offset = this.#next.get(partition) ?? 0;
      this.#next.set(partition, offset + 1);
      return offset;
    });
  };

  async answer(error?: Error): Promise<void> {
    this.#answer(error);
    await new Promise((r) => setTimeout(r, 5));
  }
}

const queueOn = (broker: FakeBroker, options: Partial<ProduceQueueOptions> = {}): ProduceQueue =>
  new ProduceQueue({
    send: broker.send,
    capacity: 100,
    capacityBytes: 10_000,
    patienceMs: 20,
    maxMessages: 50,
    maxBytes: 5000,
    ...options,
  });
const add = (queue: ProduceQueue, messages: Outgoing[], whenFull: 'reject' | 'wait' = 'reject') =>
  queue.add('statements', messages, whenFull, () => undefined);

describe('messages on their way to the broker', () => {
  it('share a send with all that arrive while the one before is under way', async () => {
    const broker = new FakeBroker();
    broker.isAutomatic = false;
    const queue = queueOn(broker);
    const first = add(queue, times(1, 0));
    await new Promise((r) => setTimeout(r, 5));
    const others = [2, 3, 4].map((count) => add(queue, times(count, 1)));
    await new Promise((r) => setTimeout(r, 5));
    expect(broker.sends).toEqual([1]);
    await broker.answer();
    await first;
    expect(broker.sends).toEqual([1, 9]);
    await broker.answer();
    expect(await Promise.all(others)).toEqual([new Map([[1, 2]]), new Map([[1, 5]]), new Map([[1, 9]])]);
  });

  it('go in several sends where they are many or large, one larger than the bound alone', async () => {
    const broker = new FakeBroker();
    const queue = queueOn(broker, { capacityBytes: 1e6 });
    const ends = await add(queue, times(120, 0));
    expect(broker.sends).toEqual([50, 50, 20]);
    expect(ends).toEqual(new Map([[0, 120]]));
    await add(queue, [...times(2, 0, 2000), outgoing(0, 9000), outgoing(0, 100)]);
    expect(broker.sends.slice(3)).toEqual([2, 1, 1]);
  });

  it('are refused when there is no room, and taken again when there is', async () => {
    const broker = new FakeBroker();
    broker.isAutomatic = false;
    const queue = queueOn(broker, { capacity: 10, capacityBytes: 1000 });
    const first = add(queue, times(10, 0));
    await expect(add(queue, times(1, 0))).rejects.toBeInstanceOf(BusFullError);
    const waits = add(queue, times(1, 0), 'wait');
    broker.isAutomatic = true;
    await broker.answer();
    await Promise.all([first, waits]);
    expect(queue.waiting).toBe(0);
    // an empty queue takes any call
    await add(queue, times(500, 0));
    broker.isAutomatic = false;
    const heavy = add(queue, times(3, 0, 300));
    await expect(add(queue, times(1, 0, 200))).rejects.toBeInstanceOf(BusFullError);
    await broker.answer();
    await heavy;
  });

  it('fail together: whoever waited behind the failure is told at once, and the next is tried', async () => {
    const broker = new FakeBroker();
    broker.isAutomatic = false;
    const queue = queueOn(broker);
    const first = add(queue, times(1, 0));
    await new Promise((r) => setTimeout(r, 5));
    const behind = add(queue, times(60, 0));
    const settled = Promise.allSettled([first, behind]);
    await broker.answer(new Error('away'));
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(queue.waiting).toBe(0);
    broker.isAutomatic = true;
    expect(await add(queue, times(1, 0))).toEqual(new Map([[0, 1]]));
  });
});
