import { setImmediate as nextTick } from 'node:timers/promises';
import type { CompressionTypes, Kafka } from 'kafkajs';
import { topics, type TopicName } from '#libs/contracts';
import {
  BusClosedError,
  BusMessageTooLargeError,
  BusUnavailableError,
  type BatchHandler,
  type BusRecord,
  type BusStats,
  type EventBus,
  type PartitionEnd,
  type Published,
  type PublishOptions,
  type TopicLag,
} from '../event-bus.js';
import { partitionOf } from '../partition.js';
import type { TopicDeclaration, TopicDeclarations } from '../topics.js';
import type { KnownTopic, KnownTopics } from './ensure-topics.js';
import type { KafkaBusOptions } from './kafka-bus-options.js';
import { kafkaReason } from './kafka-failure.js';
import { encodeMessage } from './message-codec.js';
import { OffsetWatch } from './offset-watch.js';
import { ProduceQueue, type Outgoing } from './produce-queue.js';
import { ReliableProducer } from './reliable-producer.js';
import { TopicConsumer } from './topic-consumer.js';

interface KafkaBusParts extends Required<Omit<KafkaBusOptions, 'compression'>> {
  readonly kafka: Kafka;
  /** For consumers. */
  readonly patientKafka: Kafka;
  readonly brokers: readonly string[];
  readonly prefix: string;
  readonly declarations: TopicDeclarations;
  readonly known: KnownTopics;
  readonly compression: CompressionTypes;
}

/** So many messages are made JSON at a time; others go on before the next ones. */
const ENCODED_AT_ONCE = 500;
/** A failure is told as a problem for so long, milliseconds; then only a new one tells that it is still so. */
const FRESH_MS = 10_000;

/**
 * The bus of several processes. `publish` resolves when every replica that must has the messages; handlers get what
 * lies in the partitions that the broker gave to this process. What waits at the end stays at the broker.
 */
export class KafkaBus implements EventBus {
  readonly #parts: KafkaBusParts;
  readonly #producer: ReliableProducer;
  readonly #queue: ProduceQueue;
  readonly #watch: OffsetWatch;
  readonly #consumers: TopicConsumer[] = [];
  #failure: { readonly at: number; readonly reason: string } | null = null;
  readonly #publishFailures = new Map<TopicName, number>();
  #fatal: string | null = null;
  #state: 'open' | 'closing' | 'closed' = 'open';

  constructor(parts: KafkaBusParts) {
    this.#parts = parts;
    const { kafka, compression, deadlineMs, onLog, maxSend, known } = parts;
    this.#producer = new ReliableProducer({
      kafka,
      compression,
      deadlineMs,
      nameOf: (topic) => this.#topic(topic).name,
      onRetry: (error) => onLog('warn', 'a send failed and is tried again', { error: this.#reason(error) }),
    });
    // a record batch has a head of its own, and must fit the topic's bound with all its messages
    const smallest = Math.min(...[...known.values()].map(({ maxMessageBytes }) => maxMessageBytes));
    this.#queue = new ProduceQueue({
      ...parts,
      maxMessages: maxSend.messages,
      maxBytes: Math.min(maxSend.bytes, smallest * 0.9),
      send: (messages) => this.#send(messages),
    });
    this.#watch = new OffsetWatch({
      kafka,
      now: Date.now,
      onError: (error) => onLog('warn', 'the lag is not known', { error: this.#reason(error) }),
    });
    for (const [topic, { name }] of known) this.#observe(topic, name, parts.declarations[topic].groups);
    this.#watch.start();
  }

  subscribe(topic: TopicName, group: string, handler: BatchHandler): void {
    const { name, partitions } = this.#topic(topic);
    const consumer = new TopicConsumer({
      ...this.#parts,
      kafka: this.#parts.patientKafka,
      topic,
      topicName: name,
      partitions,
      group,
      groupId: this.#groupId(topic, group),
      readable: this.#declaration(topic),
      handler,
      onFatal: (error) => {
        this.#fatal = `the consumer of ${name} has ended: ${this.#reason(error)}`;
        this.#parts.onFatal(this.#fatal, error);
      },
    });
    this.#observe(topic, name, [group]);
    this.#consumers.push(consumer);
    consumer.start();
  }

  async publish<T extends TopicName>(
    topic: T,
    records: readonly BusRecord<T>[],
    options: PublishOptions = {},
  ): Promise<Published> {
    this.#refuseWhenClosed(topic);
    if (records.length === 0) return { handled: Promise.resolve() };
    const messages = this.#encodeSome(topic, records.slice(0, ENCODED_AT_ONCE));
    for (let from = ENCODED_AT_ONCE; from < records.length; from += ENCODED_AT_ONCE) {
      await nextTick();
      messages.push(...this.#encodeSome(topic, records.slice(from, from + ENCODED_AT_ONCE)));
    }
    const ends = await this.#queue.add(topic, messages, options.whenFull ?? 'reject', () =>
      this.#refuseWhenClosed(topic),
    );
    const watch = this.#watch;
    if (topics[topic].durability === 'kept' && options.keptBy === 'handler') await watch.handled(topic, ends);
    return {
      get handled() {
        const handled = watch.handled(topic, ends);
        // Whoever does not wait for it need not learn that nobody looks any more: the messages lie at the broker.
        handled.catch(() => undefined);
        return handled;
      },
    };
  }

  settled(topic: TopicName): Promise<void> {
    return this.#watch.settled(topic);
  }

  ends(topic: TopicName): Promise<readonly PartitionEnd[]> {
    return this.#watch.ends(topic);
  }

  lag(): readonly TopicLag[] {
    return this.#watch.lag();
  }

  stats(): BusStats {
    return {
      consumers: this.#consumers.map(({ stats }) => stats),
      publishFailures: this.#publishFailures,
    };
  }

  problem(): string | null {
    if (this.#state !== 'open') return 'the bus is closing';
    const isFresh = this.#failure !== null && performance.now() - this.#failure.at < FRESH_MS;
    const ofConsumers = this.#consumers.find(({ problem }) => problem !== null)?.problem ?? null;
    return this.#fatal ?? (isFresh ? this.#failure!.reason : null) ?? this.#watch.problem ?? ofConsumers;
  }

  async close(deadlineMs = 8000): Promise<void> {
    this.#state = 'closing';
    const late = setTimeout(() => {
      for (const consumer of this.#consumers) consumer.giveUp();
    }, deadlineMs);
    try {
      await Promise.allSettled(this.#consumers.map((consumer) => consumer.stop()));
      await this.#queue.drained();
    } finally {
      clearTimeout(late);
      this.#state = 'closed';
      await this.#watch.close();
      await this.#producer.close();
    }
  }

  #encodeSome<T extends TopicName>(topic: T, records: readonly BusRecord<T>[]): Outgoing[] {
    const { partitions, maxMessageBytes } = this.#topic(topic);
    const { schemaVersion } = this.#declaration(topic);
    return records.map((record) => {
      const partition = partitionOf(record.key, partitions);
      const encoded = encodeMessage(topic, record, { partition, schemaVersion });
      if (encoded.bytes > maxMessageBytes)
        throw new BusMessageTooLargeError(topic, encoded.bytes, maxMessageBytes);
      return { topic, partition, encoded };
    });
  }

  async #send(messages: readonly Outgoing[]): Promise<readonly number[]> {
    try {
      const offsets = await this.#producer.send(messages);
      this.#failure = null;
      return offsets;
    } catch (error) {
      const reason = this.#reason(error);
      this.#failure = { at: performance.now(), reason };
      for (const topic of new Set(messages.map((one) => one.topic)))
        this.#publishFailures.set(topic, (this.#publishFailures.get(topic) ?? 0) + 1);
      throw new BusUnavailableError(messages[0]!.topic, reason);
    }
  }

  #observe(topic: TopicName, name: string, groups: readonly string[]): void {
    const groupIds = new Map(groups.map((group) => [group, this.#groupId(topic, group)]));
    this.#watch.watch({ topic, name, groupIds });
  }

  /** One group a topic: members of a group that read different topics would be given each other's partitions. */
  #groupId(topic: TopicName, group: string): string {
    return `${this.#parts.prefix}${topic}.${group}`;
  }

  #topic(topic: TopicName): KnownTopic {
    return this.#parts.known.get(topic)!;
  }

  #declaration(topic: TopicName): TopicDeclaration {
    return this.#parts.declarations[topic];
  }

  #reason(error: unknown): string {
    return kafkaReason(error, this.#parts.brokers);
  }

  /** While closing, stages may still feed the next one; requests may not start new work. */
  #refuseWhenClosed(topic: TopicName): void {
    if (this.#state === 'closed' || (this.#state === 'closing' && topics[topic].durability === 'kept'))
      throw new BusClosedError();
  }
}
