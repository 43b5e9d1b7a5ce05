import { setTimeout as sleep } from 'node:timers/promises';
import type { CompressionTypes, Kafka, Producer, RecordMetadata } from 'kafkajs';
import type { TopicName } from '#libs/contracts';
import { groupBy } from '../group-by.js';
import { isHopeless } from './kafka-failure.js';
import { REQUEST_MS } from './kafka-client.js';
import type { Outgoing } from './produce-queue.js';

export interface ReliableProducerOptions {
  readonly kafka: Kafka;
  readonly nameOf: (topic: TopicName) => string;
  readonly compression: CompressionTypes;
  /** A send that has not succeeded by then is given up, milliseconds. */
  readonly deadlineMs: number;
  readonly onRetry: (error: unknown) => void;
}

/**
 * An idempotent producer that is made anew after every failure. kafkajs gives sequence numbers back when a request
 * fails, though the broker may have taken it: the next messages under the same numbers would be taken for copies,
 * acknowledged, and not be there. A new producer has a new id at the broker, and its own numbers; what was sent twice
 * then is there twice, as at-least-once allows. The same cures every fatal answer (out of order, fenced, epoch).
 */
export class ReliableProducer {
  readonly #options: ReliableProducerOptions;
  #producer: Promise<Producer> | null = null;

  constructor(options: ReliableProducerOptions) {
    this.#options = options;
  }

  /** Gives the offset of each message, in their order. One call at a time. */
  async send(messages: readonly Outgoing[]): Promise<readonly number[]> {
    const deadline = performance.now() + this.#options.deadlineMs;
    for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
      try {
        return await before(deadline, this.#attempt(messages));
      } catch (error) {
        await this.close();
        if (isHopeless(error) || performance.now() + pause >= deadline) throw error;
        this.#options.onRetry(error);
        await sleep(pause);
      }
    }
  }

  /** Leaves the connection; the next send makes a new one. */
  async close(): Promise<void> {
    const leaving = this.#producer;
    this.#producer = null;
    // What did not connect has nothing to leave, and why it did not is what `send` rejected with.
    const producer = await Promise.race([leaving?.catch(() => null), sleep(0, null)]);
    producer?.disconnect().catch(() => undefined);
  }

  async #attempt(messages: readonly Outgoing[]): Promise<number[]> {
    this.#producer ??= this.#connect();
    const producer = await this.#producer;
    const { nameOf, compression } = this.#options;
    const topicMessages = [...groupBy(messages, ({ topic }) => topic)].map(([topic, own]) => ({
      topic: nameOf(topic),
      messages: own.map(({ encoded }) => encoded.message),
    }));
    const answer = await producer.sendBatch({
      acks: -1,
      timeout: REQUEST_MS - 500,
      compression,
      topicMessages,
    });
    return offsetsOf(messages, answer, nameOf);
  }

  async #connect(): Promise<Producer> {
    const producer = this.#options.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      // the fewest that an idempotent producer of kafkajs may have; `send` tries again itself
      retry: { retries: 1, initialRetryTime: 100 },
    });
    await producer.connect();
    return producer;
  }
}

/**
 * Offsets by the broker's answer. kafkajs resolves without having sent a partition's messages where its leader moved,
 * between two tries, to a broker that had answered already: what has no answer is a failure here.
 */
function offsetsOf(
  messages: readonly Outgoing[],
  answer: readonly RecordMetadata[],
  nameOf: (topic: TopicName) => string,
): number[] {
  const next = new Map<string, number>();
  for (const { topicName, partition, errorCode, baseOffset } of answer)
    if (errorCode === 0 && Number(baseOffset ?? -1) >= 0)
      next.set(`${topicName}/${String(partition)}`, Number(baseOffset));
  return messages.map(({ topic, partition }) => {
    const key = `${nameOf(topic)}/${String(partition)}`;
    const offset = next.get(key);
    if (offset === undefined) throw new Error(`the broker did not acknowledge partition ${key}`);
    next.set(key, offset + 1);
    return offset;
  });
}

async function before<T>(deadline: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = sleep(Math.max(0, deadline - performance.now()), undefined, { signal: timer.signal }).then(
    () => {
      throw new Error('timed out');
    },
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
    work.catch(() => undefined);
  }
}
