import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { TopicName } from '#libs/contracts';
import type { Batch, BatchHandler, ConsumerStats, HandlerFailed } from '../event-bus.js';
import { HandlingRecord } from '../handling-record.js';
import { restAfter } from '../rests.js';
import { consumerSettings, HEARTBEAT_MS } from './consumer-settings.js';
import { GatheredParts, type Outcome, type Part } from './gathered-parts.js';
import type { KafkaLog } from './kafka-client.js';
import { isHopeless, protocolType } from './kafka-failure.js';
import { Membership } from './kept-membership.js';
import type { ReadableVersions, UnreadableMessage } from './message-codec.js';
import { following, partOf } from './part-of.js';

export interface TopicConsumerOptions {
  readonly kafka: Kafka;
  readonly topic: TopicName;
  /** As the broker calls it. */
  readonly topicName: string;
  readonly group: string;
  readonly groupId: string;
  readonly readable: ReadableVersions;
  readonly handler: BatchHandler;
  readonly maxBatch: number;
  readonly backoffMs: number;
  /** Longest wait for messages to gather at the broker, milliseconds. */
  readonly lingerMs: number;
  /** Partitions whose handlers may be at work at the same time. */
  readonly partitions: number;
  readonly onHandlerError: HandlerFailed;
  /** Keeps what is not ours; where it rejects, the whole batch comes again. */
  readonly onUnreadable: (messages: readonly UnreadableMessage[], token: string) => Promise<void>;
  readonly onLog: KafkaLog;
  /** The consumer has ended for good: the process should. */
  readonly onFatal: (error: unknown) => void;
}

/** Of a batch, before each of its partitions goes on alone. */
const TRIES_TOGETHER = 3;

/** Of the first pause: the least one after which a batch that failed comes again because another was handled. */
const HOPEFUL_PAUSES = 10;

/** So many ends in a row, some minutes, and the consumer is not started again. */
const MOST_ENDS = 40;

/** The broker has given our partitions to others: what is in hand is theirs. */
const fenced = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'FENCED_INSTANCE_ID']);

/**
 * One topic for one consumer group: batches of a partition to the handler, offsets committed when it has returned.
 *
 * While a handler works, or rests after it has thrown, heartbeats go on and nothing more is fetched. Where the group
 * rebalances meanwhile, the batch in hand is finished and committed before the partitions are given back; one that
 * failed is given back at once.
 *
 * Messages of a newer version are not ours to read, and no mistake: while Snowlight is upgraded, new processes write beside
 * old ones. What lies before them is handled and committed; then the group is left for good, and the partitions go to
 * processes that read them. Where there are none yet, the messages wait.
 */
export class TopicConsumer {
  readonly #options: TopicConsumerOptions;
  readonly #stopping = new AbortController();
  /** Aborted when the partitions in hand are lost, or draining is given up; another one with each assignment. */
  #lost = new AbortController();
  #hasGivenUp = false;
  /** What the group said: to be thrown to kafkajs, which then joins again. */
  #rejoin: Error | null = null;
  #problem: string | null = 'joining its group';
  /** The version for which it has left its group. */
  #leftTo: number | null = null;
  #running: Promise<void> = Promise.resolve();
  /** Ends without an assignment between them. */
  #ends = 0;
  #restarts = 0;
  #assigned = 0;
  /** Batches that were handled. */
  #handled = 0;
  readonly #membership = new Membership();
  readonly #handling = new HandlingRecord();
  readonly #parts: GatheredParts;

  constructor(options: TopicConsumerOptions) {
    this.#options = options;
    this.#parts = new GatheredParts({
      maxBatch: options.maxBatch,
      handle: (parts) => this.#handle(parts, TRIES_TOGETHER),
      handleAlone: (part) => this.#handle([part], Infinity),
      rest: (workedMs) => this.#pause(restAfter(options.topic, workedMs)),
    });
  }

  /** Why no messages come, or null. */
  get problem(): string | null {
    const { topic, readable } = this.#options;
    if (this.#leftTo !== null)
      return `the consumer of ${topic} leaves messages of version ${String(this.#leftTo)} to newer processes, for this one knows version ${String(readable.schemaVersion)}: upgrade it`;
    return this.#problem === null ? null : `the consumer of ${topic} is ${this.#problem}`;
  }

  get stats(): ConsumerStats {
    const { topic, group } = this.#options;
    return {
      topic,
      group,
      assigned: this.#assigned,
      restarts: this.#restarts,
      ...this.#handling.stats,
    };
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Resolves when the batches in hand are handled and committed, and the group has been left. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** Asks the handlers at work to throw. */
  giveUp(): void {
    this.#hasGivenUp = true;
    this.#lost.abort();
  }

  /** One consumer after another: what kafkajs takes for the end (a coordinator that is not found) often passes. */
  async #run(): Promise<void> {
    while (!this.#isStopping()) {
      const error = await this.#untilItEnds();
      if (this.#isStopping()) return;
      this.#problem = `at an end: ${error.message}`;
      this.#ends++;
      this.#restarts++;
      if (isHopeless(error) || this.#ends > MOST_ENDS) {
        this.#options.onFatal(error);
        return;
      }
      await this.#pause(Math.min(500 * this.#ends, 5000));
    }
  }

  /** Gives why kafkajs ended the consumer, or an error that nobody reads where it was stopped. */
  async #untilItEnds(): Promise<Error> {
    const consumer = this.#options.kafka.consumer(
      // a restart after stop() would be a member that nobody knows of
      consumerSettings({
        ...this.#options,
        membership: this.#membership,
        mayRestart: () => !this.#isStopping(),
      }),
    );
    const { signal } = this.#stopping;
    const ended = new Promise<Error>((resolve) => {
      signal.addEventListener('abort', () => resolve(new Error('stopped')), { once: true });
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        this.#problem = `starting again after ${payload.error.message}`;
        this.#assigned = 0;
        if (payload.restart) this.#restarts++;
        else resolve(payload.error);
      });
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      this.#assigned = payload.memberAssignment[this.#options.topicName]?.length ?? 0;
      this.#problem = null;
      this.#rejoin = null;
      this.#ends = 0;
      if (!this.#hasGivenUp) this.#lost = new AbortController();
    });
    consumer.on(consumer.events.REBALANCING, () => (this.#problem = 'joining its group again'));
    const started = this.#startUp(consumer);
    try {
      return await Promise.race([started.then(() => ended), ended]);
    } catch (error) {
      return error as Error;
    } finally {
      this.#assigned = 0;
      // its connections may be what was broken
      await consumer.disconnect().catch(() => undefined);
      // one that was stopped while it joined leaves when it has
      if (this.#isStopping()) started.finally(() => consumer.disconnect()).catch(() => undefined);
    }
  }

  async #startUp(consumer: Consumer): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: [this.#options.topicName], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      // all of a fetch at once: what is handled together is gathered from them
      partitionsConsumedConcurrently: this.#options.partitions,
      eachBatch: (payload) => this.#eachBatch(payload),
    });
  }

  async #eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const beating = setInterval(() => void this.#heartbeat(payload), HEARTBEAT_MS);
    try {
      for (let from = 0; from < batch.messages.length; from += this.#options.maxBatch) {
        if (!payload.isRunning() || payload.isStale() || this.#isStopping()) return;
        if (this.#rejoin !== null) throw this.#rejoin;
        const slice = batch.messages.slice(from, from + this.#options.maxBatch);
        const { part, newer } = partOf(this.#options, batch, slice);
        if (part !== null) {
          if (!(await this.#parts.add(part))) break;
          await this.#commit(payload, part);
        }
        if (newer !== null) {
          this.#leave(newer);
          return;
        }
      }
    } finally {
      clearInterval(beating);
    }
    if (this.#rejoin !== null) throw this.#rejoin;
  }

  async #commit(payload: EachBatchPayload, { partition, last }: Part): Promise<void> {
    payload.resolveOffset(last);
    const partitions = [{ partition, offset: following(last) }];
    await payload.commitOffsetsIfNecessary({ topics: [{ topic: payload.batch.topic, partitions }] });
  }

  /** A heartbeat's failure is the group's message to us; all but that shows itself in the next request. */
  async #heartbeat(payload: EachBatchPayload): Promise<void> {
    try {
      await payload.heartbeat();
    } catch (error) {
      const type = protocolType(error);
      if (type !== 'REBALANCE_IN_PROGRESS' && !fenced.has(type)) return;
      this.#rejoin = error as Error;
      if (fenced.has(type)) this.#lost.abort();
    }
  }

  #leave(newer: number): void {
    if (this.#leftTo === null) {
      this.#leftTo = newer;
      this.#options.onLog('warn', this.problem ?? '', {});
    }
    this.#stopping.abort();
  }

  /**
   * Tries until it is handled or wanted back, or so many times. What waits to come again does so sooner where another batch
   * has been handled meanwhile: what was away may be back.
   */
  async #handle(parts: readonly Part[], most: number): Promise<Outcome> {
    const { topic, group, topicName, handler, backoffMs } = this.#options;
    const ranges = parts.map(({ partition, first, last, timestamp }) =>
      [partition, first, last, timestamp].join('-'),
    );
    const token = [topicName, ...ranges].join('-');
    const unreadable = parts.flatMap((part) => part.unreadable);
    const batch: Batch = { topic, records: parts.flatMap(({ records }) => records), token };
    const { signal } = this.#lost;
    let isKept = unreadable.length === 0;
    let pause = backoffMs;
    for (let tries = 1; this.#isOurs(signal); tries++) {
      try {
        if (!isKept) await this.#options.onUnreadable(unreadable, token);
        isKept = true;
        if (batch.records.length > 0) await handler(batch, signal);
        this.#ended(parts);
        this.#handled++;
        return 'handled';
      } catch (error) {
        for (const { partition } of parts) this.#handling.failed(partition);
        this.#options.onHandlerError(topic, group, error, batch);
        if (tries === most) return 'failed';
        const handled = this.#handled;
        const hopeful = Math.min(pause, backoffMs * HOPEFUL_PAUSES);
        await this.#pause(hopeful);
        await this.#pause(pause - hopeful, () => this.#handled > handled);
        pause = Math.min(pause * 2, backoffMs * 50);
      }
    }
    this.#ended(parts);
    return 'given back';
  }

  /** The partitions are not wanted by others. */
  #isOurs(signal: AbortSignal): boolean {
    return !signal.aborted && !this.#isStopping() && this.#rejoin === null;
  }

  #ended(parts: readonly Part[]): void {
    for (const { partition } of parts) this.#handling.ended(partition);
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Ends early where the consumer stops, its partitions are wanted back, or it is so. */
  async #pause(ms: number, isSo = () => false): Promise<void> {
    const until = performance.now() + ms;
    while (performance.now() < until && !this.#isStopping() && this.#rejoin === null && !isSo())
      await sleep(Math.min(50, until - performance.now()));
  }
}
