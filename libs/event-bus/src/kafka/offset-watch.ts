import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, Kafka } from 'kafkajs';
import type { TopicName } from '#libs/contracts';
import { BusClosedError, type PartitionEnd, type TopicLag } from '../event-bus.js';
import { EndHistory } from './end-history.js';
import type { Ends } from './produce-queue.js';

export interface WatchedTopic {
  readonly topic: TopicName;
  readonly name: string;
  readonly groupIds: ReadonlyMap<string, string>;
}

export interface OffsetWatchOptions {
  readonly kafka: Kafka;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

interface Waiter {
  readonly ends: Ends;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

interface Watched {
  readonly name: string;
  readonly groups: Map<string, string>;
  readonly history: EndHistory;
  ends: ReadonlyMap<number, number>;
  /** Offset of the oldest message that the broker still keeps, by partition. */
  starts: ReadonlyMap<number, number>;
  /** Offset of the next message to be handled, by group and partition. */
  readonly committed: Map<string, ReadonlyMap<number, number>>;
  /** When ends and commits were last known, ms of a clock that nobody sets; null = never. */
  lookedAt: number | null;
  waiters: Waiter[];
}

/** How often the broker is asked, milliseconds; sooner where somebody waits to hear that messages are handled. */
const EVERY_MS = 2000;
const SOON_MS = 100;
/** More than so many callers at a time are not told: with the stores away for hours, they would fill the memory. */
const MOST_WAITERS = 20_000;
/** How far back the first look goes, milliseconds: what waits may have waited before this process began. */
const AGES = [7 * 86_400_000, 86_400_000, 6 * 3_600_000, 3_600_000, 600_000, 60_000, 10_000];

/** Messages are handled that nobody was told of: too many waited to hear it. */
export class HandlingUnknownError extends Error {
  constructor(topic: TopicName) {
    super(`more than ${String(MOST_WAITERS)} calls wait for ${topic} to be handled; this one is not told`);
  }
}

/** How far every group has come in every topic, whatever process it works in: asked of the broker. */
export class OffsetWatch {
  readonly #options: OffsetWatchOptions;
  readonly #topics = new Map<TopicName, Watched>();
  readonly #closing = new AbortController();
  #admin: Admin | null = null;
  #problem: string | null = null;
  #working: Promise<void> = Promise.resolve();

  constructor(options: OffsetWatchOptions) {
    this.#options = options;
  }

  /** Why the broker does not answer, or null. */
  get problem(): string | null {
    return this.#problem;
  }

  watch({ topic, name, groupIds }: WatchedTopic): void {
    const watched = this.#topics.get(topic) ?? {
      name,
      groups: new Map<string, string>(),
      history: new EndHistory(),
      ends: new Map<number, number>(),
      starts: new Map<number, number>(),
      committed: new Map<string, ReadonlyMap<number, number>>(),
      lookedAt: null,
      waiters: [],
    };
    for (const [group, id] of groupIds) watched.groups.set(group, id);
    this.#topics.set(topic, watched);
  }

  start(): void {
    this.#working = this.#work();
  }

  /** Resolves when every group has handled what lies before these offsets. */
  handled(topic: TopicName, ends: Ends): Promise<void> {
    const watched = this.#topics.get(topic);
    if (watched === undefined || watched.groups.size === 0) return Promise.resolve();
    if (this.#closing.signal.aborted) return Promise.reject(new BusClosedError());
    return new Promise((resolve, reject) => {
      watched.waiters.push({ ends, resolve, reject });
      if (watched.waiters.length > MOST_WAITERS)
        watched.waiters.shift()?.reject(new HandlingUnknownError(topic));
    });
  }

  /** Resolves when every group has handled all that lies in the topic now. */
  async settled(topic: TopicName): Promise<void> {
    const watched = this.#topics.get(topic);
    if (watched === undefined) return;
    const { ends } = await boundsOf(await this.#connected(), watched.name);
    await this.handled(topic, ends);
  }

  /** Where the topic ends now. */
  async ends(topic: TopicName): Promise<readonly PartitionEnd[]> {
    const watched = this.#topics.get(topic);
    if (watched === undefined) return [];
    const { ends } = await boundsOf(await this.#connected(), watched.name);
    return [...ends]
      .map(([partition, next]) => ({ partition, next }))
      .sort((a, b) => a.partition - b.partition);
  }

  lag(): readonly TopicLag[] {
    const now = this.#options.now();
    return [...this.#topics].flatMap(([topic, { groups, ends, committed, history, lookedAt }]) =>
      [...groups.keys()].map((group) => {
        const partitions = [...ends]
          .map(([partition, end]) => ({ partition, end, next: committed.get(group)?.get(partition) ?? end }))
          .sort((a, b) => a.partition - b.partition);
        const ages = partitions
          .filter(({ next, end }) => next < end)
          .map(({ partition, next }) => (now - history.before(partition, next)) / 1000);
        return {
          topic,
          group,
          waiting: partitions.reduce((sum, { end, next }) => sum + Math.max(0, end - next), 0),
          capacity: null,
          oldestSeconds: Math.max(0, ...ages),
          staleSeconds: lookedAt === null ? null : (performance.now() - lookedAt) / 1000,
          partitions: partitions.map(({ partition, end, next }) => ({
            partition,
            waiting: Math.max(0, end - next),
          })),
        };
      }),
    );
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#working;
    for (const watched of this.#topics.values()) {
      for (const { reject } of watched.waiters) reject(new BusClosedError());
      watched.waiters = [];
    }
    await this.#leave();
  }

  async #work(): Promise<void> {
    const { signal } = this.#closing;
    let isSeeded = false;
    // by a clock that nobody sets: else, set back an hour, the lag would stand still for one
    let askedAt = -EVERY_MS;
    while (!signal.aborted) {
      try {
        const admin = await this.#connected();
        if (!isSeeded) for (const watched of this.#topics.values()) await this.#seed(admin, watched);
        isSeeded = true;
        const isDue = performance.now() - askedAt >= EVERY_MS;
        if (isDue) askedAt = performance.now();
        for (const watched of this.#topics.values())
          if (isDue || watched.waiters.length > 0) await this.#look(admin, watched, isDue);
        this.#problem = null;
      } catch (error) {
        this.#problem = `the broker does not answer: ${(error as Error).message}`;
        this.#options.onError(error);
        await this.#leave();
        await sleep(500, undefined, { signal }).catch(() => undefined);
      }
      await sleep(SOON_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #look(admin: Admin, watched: Watched, withEnds: boolean): Promise<void> {
    if (withEnds) {
      const at = this.#options.now();
      Object.assign(watched, await boundsOf(admin, watched.name));
      watched.history.add(at, watched.ends);
    }
    for (const [group, groupId] of watched.groups) {
      const [answer] = await admin.fetchOffsets({ groupId, topics: [watched.name] });
      // a group that has committed nothing yet (-1) begins with the oldest message that is left
      const next = new Map(
        (answer?.partitions ?? []).map(({ partition, offset }) => [
          partition,
          Math.max(watched.starts.get(partition) ?? 0, Number(offset)),
        ]),
      );
      watched.committed.set(group, next);
    }
    if (withEnds) watched.lookedAt = performance.now();
    const isHandled = ({ ends }: Waiter): boolean =>
      [...ends].every(([partition, end]) =>
        [...watched.groups.keys()].every(
          (group) => end === 0 || (watched.committed.get(group)?.get(partition) ?? 0) >= end,
        ),
      );
    const waiting: Waiter[] = [];
    for (const waiter of watched.waiters)
      if (isHandled(waiter)) waiter.resolve();
      else waiting.push(waiter);
    watched.waiters = waiting;
  }

  async #seed(admin: Admin, watched: Watched): Promise<void> {
    for (const age of AGES) {
      const at = this.#options.now() - age;
      const offsets = await admin.fetchTopicOffsetsByTimestamp(watched.name, at);
      watched.history.add(at, new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)])));
    }
  }

  async #connected(): Promise<Admin> {
    if (this.#admin !== null) return this.#admin;
    const admin = this.#options.kafka.admin();
    await admin.connect();
    this.#admin = admin;
    return admin;
  }

  /** A connection that failed is not mended but made anew. */
  async #leave(): Promise<void> {
    const admin = this.#admin;
    this.#admin = null;
    await admin?.disconnect().catch(() => undefined);
  }
}

async function boundsOf(admin: Admin, name: string) {
  const offsets = await admin.fetchTopicOffsets(name);
  return {
    ends: new Map(offsets.map(({ partition, high }) => [partition, Number(high)])),
    starts: new Map(offsets.map(({ partition, low }) => [partition, Number(low)])),
  };
}
