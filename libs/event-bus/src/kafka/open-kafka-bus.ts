import kafkajs from 'kafkajs';
import type { KafkaLocation } from '#libs/config';
import { topicDeclarations } from '../topics.js';
import { ensureTopics } from './ensure-topics.js';
import { KafkaBus } from './kafka-bus.js';
import type { KafkaBusOptions } from './kafka-bus-options.js';
import { createKafkaClient } from './kafka-client.js';
import { kafkaReason, KafkaUnusableError } from './kafka-failure.js';

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
      maxBatch: 5000,
      backoffMs: 100,
      lingerMs: 100,
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
