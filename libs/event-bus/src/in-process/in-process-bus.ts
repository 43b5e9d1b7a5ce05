import { setTimeout as sleep } from 'node:timers/promises';
import { topics, type TopicName } from '#libs/contracts';
import {
  BusClosedError,
  BusFullError,
  type BatchHandler,
  type Batch,
  type BusRecord,
  type BusStats,
  type EventBus,
  type HandlerFailed,
  type Published,
  type PublishOptions,
  type TopicLag,
} from '../event-bus.js';
import { groupBy } from '../group-by.js';
import { HandlingRecord } from '../handling-record.js';
import type { Journal, JournalRecord, Written } from './journal.js';
import { PartitionQueue, type QueuedRecord } from './partition-queue.js';
import { partitionOf } from '../partition.js';
import { restAfter } from '../rests.js';

export interface InProcessBusOptions {
  /** Tells this process's batches from those of an earlier one: offsets start at 0 again with each. */
  readonly epoch: string;
  /** Messages that may wait in a topic, per consumer group. */
  readonly capacity?: number;
  /** How long a request waits for room before it is refused, milliseconds. */
  readonly patienceMs?: number;
  /** Largest batch that a handler gets. */
  readonly maxBatch?: number;
  /** First pause after a handler has thrown, milliseconds; doubles up to 50 times of it. */
  readonly backoffMs?: number;
  /** Where messages of a `kept` topic lie until they are handled; without one they are kept by being handled. */
  readonly journal?: Journal;
  readonly onHandlerError?: HandlerFailed;
}

/** Messages of a call that is told from the many small ones. */
const LARGE_CALL = 1000;

interface Group {
  readonly name: string;
  readonly partitions: readonly PartitionQueue[];
  readonly handling: HandlingRecord;
}

/**
 * The bus of one process. Requests are gathered into batches by waiting for each other: while a handler works on one
 * batch, and rests after it, what arrives meanwhile becomes the next. `publish` of a kept topic resolves when the
 * journal has the messages, or, without a journal, when every group has returned from its handler.
 */
export class InProcessBus implements EventBus {
  readonly #groups = new Map<TopicName, Group[]>();
  readonly #options: Omit<Required<InProcessBusOptions>, 'journal'>;
  readonly #journal: Journal | undefined;
  readonly #aborted = new AbortController();
  /** Handling of what was published, by topic. */
  readonly #underway = new Map<TopicName, Set<Promise<void>>>();
  /** Messages that are being written to the journal, by topic. */
  readonly #onTheWay = new Map<TopicName, number>();
  #closing = false;

  constructor({ journal, ...options }: InProcessBusOptions) {
    this.#journal = journal;
    this.#options = {
      capacity: 20_000,
      maxBatch: 10_000,
      patienceMs: 2000,
      backoffMs: 100,
      onHandlerError: () => undefined,
      ...options,
    };
  }

  subscribe(topic: TopicName, group: string, handler: BatchHandler): void {
    const { epoch, maxBatch } = this.#options;
    const handling = new HandlingRecord();
    const partitions = Array.from(
      { length: topics[topic].partitions },
      (_, partition) =>
        new PartitionQueue({
          partition,
          life: epoch,
          maxBatch,
          restAfter: (workedMs) => restAfter(topic, workedMs),
          // to look at something again once is enough, however often it is said before
          ...(topics[topic].durability === 'derived' && { saying: ({ value }) => JSON.stringify(value) }),
          handle: async (records, first, last) => {
            const token = `${topic}-${epoch}-${String(partition)}-${String(first)}-${String(last)}`;
            const batch = { topic, records, token };
            await this.#untilHandled({ group, partition, batch }, handling, () =>
              handler(batch, this.#aborted.signal),
            );
          },
        }),
    );
    this.#groups.set(topic, [...(this.#groups.get(topic) ?? []), { name: group, partitions, handling }]);
  }

  async publish<T extends TopicName>(
    topic: T,
    records: readonly BusRecord<T>[],
    options: PublishOptions = {},
  ): Promise<Published> {
    if (records.length === 0) return { handled: Promise.resolve() };
    const kept = topics[topic].durability === 'kept';
    if (kept && !this.#groups.has(topic)) throw new Error(`nobody handles ${topic} in this process`);
    const waiting = this.#admission(topic, records.length, options.whenFull ?? 'reject');
    if (waiting !== undefined) await waiting;
    if (!kept || this.#journal === undefined || options.keptBy === 'handler') {
      const handled = this.#handOver(topic, records);
      if (kept) {
        this.#hurry(topic);
        await handled;
      }
      return { handled };
    }
    const written = await this.#written(this.#journal, topic, records);
    const handled = this.#handOverWritten(topic, records, written);
    // Whoever does not wait for it need not learn that close() gave up on it: it lies in the journal.
    handled.catch(() => undefined);
    return { handled };
  }

  /** Hands over what an earlier process had published and not handled. Resolves when it is handled. */
  async resume(topic: TopicName, records: readonly JournalRecord[], from: Written): Promise<void> {
    await this.#handOverWritten(topic, records, from);
  }

  async settled(topic: TopicName): Promise<void> {
    const underway = this.#underway.get(topic);
    if (underway === undefined || underway.size === 0) return;
    this.#hurry(topic);
    await Promise.all(underway);
  }

  ends(): Promise<null> {
    return Promise.resolve(null);
  }

  lag(): readonly TopicLag[] {
    return [...this.#groups].flatMap(([topic, groups]) =>
      groups.map((group) => ({
        topic,
        group: group.name,
        waiting: waitingOf(group),
        capacity: this.#options.capacity,
        oldestSeconds: Math.max(...group.partitions.map((queue) => queue.oldestSeconds())),
        staleSeconds: 0,
        partitions: group.partitions.map(({ waiting }, partition) => ({ partition, waiting })),
      })),
    );
  }

  stats(): BusStats {
    return {
      consumers: [...this.#groups].flatMap(([topic, groups]) =>
        groups.map(({ name: group, partitions, handling }) => ({
          topic,
          group,
          assigned: partitions.length,
          restarts: 0,
          ...handling.stats,
        })),
      ),
      publishFailures: new Map(),
    };
  }

  problem(): string | null {
    return this.#closing ? 'the bus is closing' : null;
  }

  async close(deadlineMs = 8000): Promise<void> {
    this.#closing = true;
    const queues = [...this.#groups.values()].flatMap((groups) => groups.flatMap((g) => g.partitions));
    const deadline = performance.now() + deadlineMs;
    // A handler may feed a later topic while it drains: go round until all are empty.
    const isAtWork = (): boolean =>
      queues.some((queue) => queue.waiting > 0) || [...this.#onTheWay.values()].some((count) => count > 0);
    while (isAtWork() && performance.now() < deadline) {
      for (const queue of queues) queue.hurry();
      await sleep(5);
    }
    this.#aborted.abort();
    await Promise.all(queues.map((queue) => queue.abandon(new BusClosedError())));
  }

  /** Somebody waits for what is in the queues now. */
  #hurry(topic: TopicName): void {
    for (const { partitions } of this.#groups.get(topic) ?? []) for (const queue of partitions) queue.hurry();
  }

  /** Waits for room where there is none; where there is, nothing else can take it in between. */
  #admission(topic: TopicName, records: number, whenFull: 'reject' | 'wait'): Promise<void> | undefined {
    this.#refuseWhenClosed(topic);
    return this.#hasRoom(topic, records) ? undefined : this.#waitForRoom(topic, records, whenFull);
  }

  async #waitForRoom(topic: TopicName, records: number, whenFull: 'reject' | 'wait'): Promise<void> {
    const patient = performance.now() + this.#options.patienceMs;
    do {
      if (whenFull === 'reject' && performance.now() >= patient) throw new BusFullError(topic, 2);
      await sleep(5);
      this.#refuseWhenClosed(topic);
    } while (!this.#hasRoom(topic, records));
  }

  /** On disk; what is on its way there takes room already. */
  async #written(journal: Journal, topic: TopicName, records: readonly JournalRecord[]): Promise<Written> {
    this.#onTheWay.set(topic, this.#onTheWayOf(topic) + records.length);
    try {
      return await journal.append(records);
    } finally {
      this.#onTheWay.set(topic, this.#onTheWayOf(topic) - records.length);
    }
  }

  #onTheWayOf(topic: TopicName): number {
    return this.#onTheWay.get(topic) ?? 0;
  }

  async #handOverWritten(
    topic: TopicName,
    records: readonly QueuedRecord[],
    written: Written,
  ): Promise<void> {
    await this.#handOver(topic, records);
    await this.#journal?.handled(written, records.length);
  }

  /** Into the queues of every group; resolves when all have handled it. */
  #handOver(topic: TopicName, records: readonly QueuedRecord[]): Promise<void> {
    const count = topics[topic].partitions;
    const byPartition = groupBy(records, (record) => partitionOf(record.key, count));
    const parts: Promise<void>[] = [];
    for (const { partitions } of this.#groups.get(topic) ?? [])
      for (const [partition, part] of byPartition) {
        const queue = partitions[partition];
        if (queue) parts.push(queue.add(part));
      }
    const handled = Promise.all(parts).then(() => undefined);
    const underway = this.#underway.get(topic) ?? new Set();
    this.#underway.set(topic, underway.add(handled));
    const done = (): void => void underway.delete(handled);
    // What close() gave up on lies in the journal, or is computed again from the statements at the next boot.
    handled.then(done, done);
    return handled;
  }

  /** While draining, stages may still feed the next one; requests may not start new work. */
  #refuseWhenClosed(topic: TopicName): void {
    if (this.#aborted.signal.aborted || (this.#closing && topics[topic].durability === 'kept'))
      throw new BusClosedError();
  }

  /**
   * An empty queue takes any batch, so that one larger than the capacity is slow, not impossible. Large ones leave a
   * quarter free: a single statement shall not wait until thousands of somebody else's are stored.
   */
  #hasRoom(topic: TopicName, more: number): boolean {
    const { capacity } = this.#options;
    const room = more > LARGE_CALL ? capacity * 0.75 : capacity;
    return (this.#groups.get(topic) ?? []).every((group) => {
      const waiting = waitingOf(group) + this.#onTheWayOf(topic);
      return waiting === 0 || waiting + more <= room;
    });
  }

  async #untilHandled(
    { group, partition, batch }: { group: string; partition: number; batch: Batch },
    handling: HandlingRecord,
    run: () => Promise<void>,
  ): Promise<void> {
    for (let pause = this.#options.backoffMs; ; pause = Math.min(pause * 2, this.#options.backoffMs * 50)) {
      try {
        await run();
        handling.ended(partition);
        return;
      } catch (error) {
        handling.failed(partition);
        this.#options.onHandlerError(batch.topic, group, error, batch);
        if (this.#aborted.signal.aborted) throw error;
        await sleep(pause, undefined, { signal: this.#aborted.signal });
      }
    }
  }
}

function waitingOf(group: Group): number {
  return group.partitions.reduce((sum, queue) => sum + queue.waiting, 0);
}
