import { setTimeout as sleep } from 'node:timers/promises';
import { topics, type TopicName } from '#libs/contracts';
import {
  BusClosedError,
  BusFullError,
  type BatchHandler,
  type BusRecord,
  type EventBus,
  type PublishOptions,
  type TopicLag,
} from './event-bus.js';
import { PartitionQueue } from './partition-queue.js';
import { partitionOf } from './partition.js';

export interface InProcessBusOptions {
  /** Tells this process's batches from those of an earlier one: offsets start at 0 again with each. */
  readonly epoch: string;
  /** Messages that may wait in a topic, per consumer group. */
  readonly capacity?: number;
  /** Largest batch that a handler gets. */
  readonly maxBatch?: number;
  /** First pause after a handler has thrown, milliseconds; doubles up to 50 times of it. */
  readonly backoffMs?: number;
  readonly onHandlerError?: (topic: TopicName, group: string, error: unknown) => void;
}

interface Group {
  readonly name: string;
  readonly partitions: readonly PartitionQueue[];
}

/**
 * The bus of one process. Requests are gathered into batches by waiting for each other: while a handler works on one
 * batch, what arrives meanwhile becomes the next, so there is no linger time to tune. `publish` resolves when every
 * group of a `handled` topic has returned from its handler (for statements: the insert is done).
 */
export class InProcessBus implements EventBus {
  readonly #groups = new Map<TopicName, Group[]>();
  readonly #options: Required<InProcessBusOptions>;
  readonly #aborted = new AbortController();
  #closing = false;

  constructor(options: InProcessBusOptions) {
    this.#options = {
      capacity: 20_000,
      maxBatch: 10_000,
      backoffMs: 100,
      onHandlerError: () => undefined,
      ...options,
    };
  }

  subscribe(topic: TopicName, group: string, handler: BatchHandler): void {
    const { epoch, maxBatch } = this.#options;
    const partitions = Array.from(
      { length: topics[topic].partitions },
      (_, partition) =>
        new PartitionQueue({
          maxBatch,
          handle: async (records, first, last) => {
            const token = `${topic}-${epoch}-${String(partition)}-${String(first)}-${String(last)}`;
            await this.#untilHandled(topic, group, () =>
              handler({ topic, partition, records, token }, this.#aborted.signal),
            );
          },
        }),
    );
    this.#groups.set(topic, [...(this.#groups.get(topic) ?? []), { name: group, partitions }]);
  }

  async publish<T extends TopicName>(
    topic: T,
    records: readonly BusRecord<T>[],
    options: PublishOptions = {},
  ): Promise<void> {
    if (records.length === 0) return;
    const groups = this.#groups.get(topic) ?? [];
    while (groups.some((group) => !this.#hasRoom(group, records.length))) {
      if (options.whenFull !== 'wait') throw new BusFullError(topic, 2);
      this.#refuseWhenClosed(topic);
      await sleep(5);
    }
    this.#refuseWhenClosed(topic);
    const partitions = topics[topic].partitions;
    const byPartition = groupBy(records, (record) => partitionOf(record.key, partitions));
    const handled: Promise<void>[] = [];
    for (const { partitions: queues } of groups)
      for (const [partition, part] of byPartition) {
        const queue = queues[partition];
        if (queue) handled.push(queue.add(part));
      }
    if (topics[topic].durability === 'handled') await Promise.all(handled);
    // A derived message that close() gave up on is computed again from the statements at the next boot.
    else for (const one of handled) one.catch(() => undefined);
  }

  lag(): readonly TopicLag[] {
    return [...this.#groups].flatMap(([topic, groups]) =>
      groups.map((group) => ({
        topic,
        group: group.name,
        waiting: waitingOf(group),
        capacity: this.#options.capacity,
        oldestSeconds: Math.max(...group.partitions.map((queue) => queue.oldestSeconds())),
      })),
    );
  }

  async close(deadlineMs = 8000): Promise<void> {
    this.#closing = true;
    const queues = [...this.#groups.values()].flatMap((groups) => groups.flatMap((g) => g.partitions));
    const deadline = Date.now() + deadlineMs;
    // A handler may feed a later topic while it drains: go round until all are empty.
    while (queues.some((queue) => queue.waiting > 0) && Date.now() < deadline) await sleep(5);
    this.#aborted.abort();
    await Promise.all(queues.map((queue) => queue.abandon(new BusClosedError())));
  }

  /** While draining, stages may still feed the next one; requests may not start new work. */
  #refuseWhenClosed(topic: TopicName): void {
    if (this.#aborted.signal.aborted || (this.#closing && topics[topic].durability === 'handled'))
      throw new BusClosedError();
  }

  /** An empty queue takes any batch, so that one larger than the capacity is slow, not impossible. */
  #hasRoom(group: Group, more: number): boolean {
    const waiting = waitingOf(group);
    return waiting === 0 || waiting + more <= this.#options.capacity;
  }

  async #untilHandled(topic: TopicName, group: string, run: () => Promise<void>): Promise<void> {
    for (let pause = this.#options.backoffMs; ; pause = Math.min(pause * 2, this.#options.backoffMs * 50)) {
      try {
        await run();
        return;
      } catch (error) {
        this.#options.onHandlerError(topic, group, error);
        if (this.#aborted.signal.aborted) throw error;
        await sleep(pause, undefined, { signal: this.#aborted.signal });
      }
    }
  }
}

function waitingOf(group: Group): number {
  return group.partitions.reduce((sum, queue) => sum + queue.waiting, 0);
}

function groupBy<K, V>(values: readonly V[], keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
