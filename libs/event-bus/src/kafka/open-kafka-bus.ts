import kafkajs from 'kafkajs';
import type { KafkaLocation } from '#libs/config';
import type { TopicName } from '#libs/contracts';
import { topicDeclarations, type TopicDeclarations } from '../topics.js';
import { ensureTopics } from './ensure-topics.js';
import { KafkaBus } from './kafka-bus.js';
import { createKafkaClient, type KafkaLog } from './kafka-client.js';
import { kafkaReason, KafkaUnusableError } from './kafka-failure.js';
import type { UnreadableMessage } from './message-codec.js';

export type { KafkaBus } from './kafka-bus.js';

export interface KafkaBusOptions {
  /** Keeps messages that are not ours, or of a version that is not known; where it rejects, their batch comes again. */
  readonly onUnreadable: (messages: readonly UnreadableMessage[], token: string) => Promise<void>;
  /** A consumer has ended for good, in one sentence: the process should end, and say so by its code. */
  readonly onFatal: (sentence: string, error: unknown) => void;
  readonly onHandlerError?: (topic: TopicName, group: string, error: unknown) => void;
  readonly onLog?: KafkaLog;
  readonly declarations?: TopicDeclarations;
  /** Messages that may wait to be sent. */
  readonly capacity?: number;
  /** Their bytes. */
  readonly capacityBytes?: number;
  /** How long a request waits for room before it is refused, milliseconds. */
  readonly patienceMs?: number;
  /** How long messages may take to be durable before their publisher is told that they are not, milliseconds. */
  readonly deadlineMs?: number;
  /** Largest batch that a handler gets. */
  readonly maxBatch?: number;
  /** First pause after a handler has thrown, milliseconds; doubles up to 50 times of it. */
  readonly backoffMs?: number;
  /** How long messages may gather at the broker before a handler gets them, milliseconds. */
  readonly lingerMs?: number;
  /** Partitions of a topic whose handlers may be at work at the same time. */
  readonly concurrentPartitions?: number;
  /** Most messages and bytes of one send. */
  readonly maxSend?: { readonly messages: number; readonly bytes: number };
  /** Whether messages are packed: less network and disk, more processor. */
  readonly compression?: 'none' | 'gzip';
}

/**
 * Connects, makes or checks the topics, and gives the bus.
 * @throws KafkaUnusableError with a sentence for an operator where the broker or its topics cannot be used
 */
export async function openKafkaBus(location: KafkaLocation, options: KafkaBusOptions): Promise<KafkaBus> {
  const { brokers, topicPrefix: prefix, createTopics: create, replicationFactor } = location;
  const declarations = options.declarations ?? topicDeclarations;
  const onLog = options.onLog ?? (() => undefined);
  const kafka = await createKafkaClient(location, 'fast', onLog);
  const patientKafka = await createKafkaClient(location, 'patient', onLog);
  const admin = kafka.admin();
  try {
    await admin.connect();
    const known = await ensureTopics(admin, { prefix, declarations, create, replicationFactor });
    return new KafkaBus({
      kafka,
      patientKafka,
      brokers,
      prefix,
      declarations,
      known,
      capacity: 20_000,
      capacityBytes: 64 * 1024 * 1024,
      patienceMs: 2000,
      deadlineMs: 8000,
      maxBatch: 10_000,
      backoffMs: 100,
      lingerMs: 100,
      concurrentPartitions: 4,
      maxSend: { messages: 1000, bytes: 900_000 },
      onHandlerError: () => undefined,
      ...options,
      onLog,
      compression:
        options.compression === 'gzip' ? kafkajs.CompressionTypes.GZIP : kafkajs.CompressionTypes.None,
    });
  } catch (error) {
    if (error instanceof KafkaUnusableError) throw error;
    throw new KafkaUnusableError(kafkaReason(error, brokers));
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
