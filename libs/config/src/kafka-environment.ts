import * as z from 'zod';
import { flag, optional, required, text, withDefault } from './environment-forms.js';

/** Where Kafka is and what Snowlight may do there. Files are read when the connection is made. */
export interface KafkaLocation {
  readonly brokers: readonly string[];
  /** Names this process in the broker's logs and quotas. */
  readonly clientId: string;
  /** Before the name of every topic and consumer group. */
  readonly topicPrefix: string;
  readonly tls:
    | {
        readonly caFile: string | undefined;
        readonly certFile: string | undefined;
        readonly keyFile: string | undefined;
      }
    | undefined;
  readonly sasl:
    | {
        readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
        readonly username: string;
        readonly password: string;
      }
    | undefined;
  /** Whether topics that are missing are made at boot. */
  readonly createTopics: boolean;
  /** Copies of a topic that is made; undefined: the broker's default. */
  readonly replicationFactor: number | undefined;
}

export const kafkaEnvironment = {
  KAFKA_BROKERS: required(
    z
      .string({ error: 'must be set' })
      .transform((list) => list.split(',').map((broker) => broker.trim()))
      .pipe(
        z.array(z.string().regex(/^[^\s:]+:\d{1,5}$/, 'must be HOST:PORT, several joined by commas')).min(1),
      ),
  ),
  KAFKA_CLIENT_ID: withDefault(
    z.string().regex(/^[a-zA-Z0-9._-]{1,100}$/, 'must be letters, digits, dots, dashes and underscores'),
    'snowlight',
  ),
  KAFKA_TOPIC_PREFIX: withDefault(
    z.string().regex(/^[a-zA-Z0-9._-]{1,100}$/, 'must be letters, digits, dots, dashes and underscores'),
    'snowlight.',
  ),
  KAFKA_TLS: withDefault(flag, 'false'),
  KAFKA_TLS_CA_FILE: optional(text),
  KAFKA_TLS_CERT_FILE: optional(text),
  KAFKA_TLS_KEY_FILE: optional(text),
  KAFKA_SASL_MECHANISM: optional(
    z.enum(['plain', 'scram-sha-256', 'scram-sha-512'], {
      error: 'must be plain, scram-sha-256 or scram-sha-512',
    }),
  ),
  KAFKA_SASL_USERNAME: optional(text),
  KAFKA_SASL_PASSWORD: optional(text),
  KAFKA_CREATE_TOPICS: withDefault(flag, 'true'),
  KAFKA_REPLICATION_FACTOR: optional(
    z
      .string()
      .regex(/^[1-9]$/, 'must be a whole number, 1 to 9')
      .transform(Number),
  ),
};

type KafkaEnvironment = z.infer<z.ZodObject<typeof kafkaEnvironment>>;

/** What goes together, and what would be set in vain: a password sent in plain where somebody believed in TLS. */
export function refineKafka(env: KafkaEnvironment, context: z.RefinementCtx): void {
  const complain = (name: keyof KafkaEnvironment, message: string): void =>
    context.addIssue({ code: 'custom', path: [name], message });
  for (const name of ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'] as const)
    if ((env.KAFKA_SASL_MECHANISM === undefined) !== (env[name] === undefined))
      complain(name, 'KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD go together');
  for (const name of ['KAFKA_TLS_CA_FILE', 'KAFKA_TLS_CERT_FILE', 'KAFKA_TLS_KEY_FILE'] as const)
    if (!env.KAFKA_TLS && env[name] !== undefined) complain(name, 'is of no use without KAFKA_TLS=true');
  if ((env.KAFKA_TLS_CERT_FILE === undefined) !== (env.KAFKA_TLS_KEY_FILE === undefined))
    complain('KAFKA_TLS_KEY_FILE', 'KAFKA_TLS_CERT_FILE and KAFKA_TLS_KEY_FILE go together');
}

export function kafkaLocation(env: KafkaEnvironment): KafkaLocation {
  const {
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: password,
  } = env;
  return {
    brokers: env.KAFKA_BROKERS,
    clientId: env.KAFKA_CLIENT_ID,
    topicPrefix: env.KAFKA_TOPIC_PREFIX,
    tls: env.KAFKA_TLS
      ? { caFile: env.KAFKA_TLS_CA_FILE, certFile: env.KAFKA_TLS_CERT_FILE, keyFile: env.KAFKA_TLS_KEY_FILE }
      : undefined,
    sasl:
      mechanism === undefined || username === undefined || password === undefined
        ? undefined
        : { mechanism, username, password },
    createTopics: env.KAFKA_CREATE_TOPICS,
    replicationFactor: env.KAFKA_REPLICATION_FACTOR,
  };
}
