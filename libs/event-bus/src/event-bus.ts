import type { MessageOf, TopicName, Trace } from '#libs/contracts';

/** A message and the key that decides its partition: messages of one key are handled in the order of publishing. */
export interface BusRecord<T extends TopicName> {
  readonly key: string;
  readonly value: MessageOf<T>;
  /** Of the requests that it comes of: travel in its headers. The journal does not keep them. */
  readonly traces?: readonly Trace[];
}

/** A message as delivered. `value` is not trusted: on a shared broker anything may lie in a topic; decode it. */
export interface Delivered {
  readonly partition: number;
  readonly offset: number;
  /** Tells the lives of a topic apart: offsets begin again with another process, or where it was deleted and made anew. */
  readonly life: string;
  readonly key: string;
  readonly value: unknown;
  /** Of the requests that it comes of; absent where none was given, or where it lay in the journal. */
  readonly traces?: readonly Trace[];
}

/** Messages of one or several partitions, in order within each; never empty. */
export interface Batch {
  readonly topic: TopicName;
  readonly records: readonly Delivered[];
  /**
   * Names topic, partitions and the range of offsets in each, and which life of the topic they belong to: the same for
   * each delivery of this very batch, unlike any other's. What lay in the ranges and could not be read is not among the
   * records.
   */
  readonly token: string;
}

/**
 * Throwing means "not done": all of the batch comes again, with back-off; one of several partitions, after some tries,
 * as a batch of each, so that what is wrong with one does not hold up the others.
 * @param signal aborted when the bus gives up draining: a long handler should throw then, its stores are about to close
 */
export type BatchHandler = (batch: Batch, signal: AbortSignal) => Promise<void>;

/** Told that a batch was not handled, and comes again. It may be empty where what could not be read was not kept. */
export type HandlerFailed = (topic: TopicName, group: string, error: unknown, batch: Batch) => void;

export interface TopicLag {
  readonly topic: TopicName;
  readonly group: string;
  readonly waiting: number;
  /** Messages that may wait; null where the broker's retention is the only bound. */
  readonly capacity: number | null;
  /** Age of the oldest message that waits, seconds, rather too high than too low; 0 where none waits. */
  readonly oldestSeconds: number;
  /** Seconds since it was so: 0 where nobody need be asked; grows while a broker does not answer; null before it has. */
  readonly staleSeconds: number | null;
  readonly partitions: readonly PartitionLag[];
}

export interface PartitionLag {
  readonly partition: number;
  readonly waiting: number;
}

/** The offset that the next message of a partition will have. */
export interface PartitionEnd {
  readonly partition: number;
  readonly next: number;
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

/** A consumer of this process, since it began. */
export interface ConsumerStats {
  readonly topic: TopicName;
  readonly group: string;
  /** Partitions whose messages come to this process now. */
  readonly assigned: number;
  /** Times that it ended and was started again. */
  readonly restarts: number;
  /** Times that a batch was not handled, and came again. */
  readonly failures: number;
  /** Partitions whose batch in hand has failed, and for how long. */
  readonly failing: readonly { readonly partition: number; readonly seconds: number }[];
}

export interface BusStats {
  readonly consumers: readonly ConsumerStats[];
  /** Sends that were given up, by topic. */
  readonly publishFailures: ReadonlyMap<TopicName, number>;
}

export interface Published {
  /**
   * Resolves when every consumer group has handled the messages; rejects when the bus stops looking before. A broker is
   * asked for it only where it is read.
   */
  readonly handled: Promise<void>;
}

/**
 * The bus port. At least once; one key in order; a resolved `publish` means what the topic's `durability` says; a
 * handler that throws gets the whole batch again; `close` finishes what is in hand. What was published and not handled
 * when a process ended is handed over by the next one.
 */
export interface EventBus {
  publish<T extends TopicName>(
    topic: T,
    records: readonly BusRecord<T>[],
    options?: PublishOptions,
  ): Promise<Published>;
  /** All subscriptions of a process are made before it publishes its first message. */
  subscribe(topic: TopicName, group: string, handler: BatchHandler): void;
  /** Of every topic and group, those of other processes included; where a broker is asked, as old as `staleSeconds` says. */
  lag(): readonly TopicLag[];
  /** Of this process alone. */
  stats(): BusStats;
  /** Why messages cannot be published, or are not handed over to this process, in one sentence; null where all is well. */
  problem(): string | null;
  /** Resolves when everything is handled whose publishing was resolved before this call: what was acknowledged can be read. */
  settled(topic: TopicName): Promise<void>;
  /** Where the topic ends now, from partition 0 on; null where it ends with the process. */
  ends(topic: TopicName): Promise<readonly PartitionEnd[] | null>;
  /**
   * Takes nothing new and resolves when what is in hand is handled (in process: all that waits too), or when
   * `deadlineMs` has passed and the handlers at work have returned.
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

/**
 * The broker did not take the messages in time, or said why it will not: come again. Some of the call may be kept all
 * the same, so that sending it again may bring it twice.
 */
export class BusUnavailableError extends Error {
  readonly retryAfterSeconds = 5;

  constructor(topic: TopicName, reason: string) {
    super(`The broker did not take the messages of ${topic}: ${reason}`);
  }
}

/** One message is larger than the topic takes. Nothing of the call was taken; sending it again does not help. */
export class BusMessageTooLargeError extends Error {
  constructor(
    readonly topic: TopicName,
    readonly bytes: number,
    readonly limit: number,
  ) {
    super(
      `A message of ${topic} has ${String(bytes)} bytes; the topic takes ${String(limit)} (max.message.bytes).`,
    );
  }
}
