import type { MessageOf, TopicName } from '#libs/contracts';

/** A message and the key that decides its partition: messages of one key are handled in the order of publishing. */
export interface BusRecord<T extends TopicName> {
  readonly key: string;
  readonly value: MessageOf<T>;
}

/** A message as delivered. `value` is not trusted: on a shared broker anything may lie in a topic; decode it. */
export interface Delivered {
  readonly offset: number;
  readonly key: string;
  readonly value: unknown;
}

export interface Batch {
  readonly topic: TopicName;
  readonly partition: number;
  readonly records: readonly Delivered[];
  /** Names topic, partition and offset range: the same for each delivery of this very batch, unlike any other's. */
  readonly token: string;
}

/**
 * Throwing means "not done": the whole batch comes again, with back-off.
 * @param signal aborted when the bus gives up draining: a long handler should throw then, its stores are about to close
 */
export type BatchHandler = (batch: Batch, signal: AbortSignal) => Promise<void>;

export interface TopicLag {
  readonly topic: TopicName;
  readonly group: string;
  readonly waiting: number;
  readonly capacity: number;
  /** Age of the oldest message that waits, seconds; 0 where none waits. */
  readonly oldestSeconds: number;
}

export interface PublishOptions {
  /**
   * What to do where the queue is full: `reject` with {@link BusFullError} (a request: the client can come again) or
   * `wait` for room (a stage that feeds the next: slowing down is right, losing is not).
   */
  readonly whenFull?: 'reject' | 'wait';
  /**
   * `journal` (usual): resolved as soon as the messages are on disk, where the adapter keeps a journal. `handler`: only
   * when they are handled, and nothing is written for it: for a publisher that can send all of it again.
   */
  readonly keptBy?: 'journal' | 'handler';
}

export interface Published {
  /** Resolves when every consumer group has handled the messages; rejects when the bus closes before. */
  readonly handled: Promise<void>;
}

/**
 * The bus port. At least once; one key in order; a resolved `publish` means what the topic's `durability` says; a
 * handler that throws gets the whole batch again; `close` drains. What was published and not handled when a process
 * ended is handed over by the next one.
 */
export interface EventBus {
  publish<T extends TopicName>(
    topic: T,
    records: readonly BusRecord<T>[],
    options?: PublishOptions,
  ): Promise<Published>;
  /** All subscriptions are made before the first message is published. */
  subscribe(topic: TopicName, group: string, handler: BatchHandler): void;
  lag(): readonly TopicLag[];
  /** Resolves when everything is handled whose publishing was resolved before this call: what was acknowledged can be read. */
  settled(topic: TopicName): Promise<void>;
  /**
   * Takes nothing new, hands over what waits, and resolves when all of it is handled, or when `deadlineMs` has passed
   * and the handlers at work have returned.
   */
  close(deadlineMs?: number): Promise<void>;
}

/** The queue is full: come again. Nothing of the call was taken. */
export class BusFullError extends Error {
  constructor(
    readonly topic: TopicName,
    readonly retryAfterSeconds: number,
  ) {
    super(`The queue of ${topic} is full. Try again in ${String(retryAfterSeconds)} s.`);
  }
}

/** The bus is closing: nothing of the call was taken, or it was taken and could not be handled in time. */
export class BusClosedError extends Error {
  constructor() {
    super('The bus is closing and takes no more messages.');
  }
}
