import { readFile } from 'node:fs/promises';
import kafkajs, { type Kafka, type LogEntry, type SASLOptions } from 'kafkajs';
import type { KafkaLocation } from '#libs/config';
import { calmRequestQueue } from './calm-request-queue.js';
import { KafkaUnusableError } from './kafka-failure.js';
import { keepMemberships } from './kept-membership.js';
import { steadyHeartbeat } from './steady-heartbeat.js';

/** What kafkajs has to say; it repeats itself while a broker is away. */
export type KafkaLog = (level: 'debug' | 'warn', message: string, details: object) => void;

/** How long one request to a broker may take, milliseconds. */
export const REQUEST_MS = 3000;
/** How long a connection may take, milliseconds. */
const CONNECT_MS = 2000;

/**
 * How long the client itself tries again. `fast`: hardly, whoever uses it does. `patient`: some ten seconds, as a
 * consumer needs: kafkajs takes a coordinator that is still loading for the end of the consumer.
 */
const retries = {
  fast: { retries: 1, initialRetryTime: 100, maxRetryTime: 500 },
  patient: { retries: 8, initialRetryTime: 200, maxRetryTime: 2000 },
} as const;

export async function createKafkaClient(
  location: KafkaLocation,
  kind: keyof typeof retries,
  onLog: KafkaLog,
): Promise<Kafka> {
  const { brokers, clientId, tls, sasl } = location;
  calmRequestQueue();
  steadyHeartbeat();
  keepMemberships();
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: CONNECT_MS,
    authenticationTimeout: CONNECT_MS,
    requestTimeout: REQUEST_MS,
    retry: { ...retries[kind], factor: 0.2, multiplier: 2 },
    ...(tls === undefined ? {} : { ssl: await tlsOptions(tls) }),
    ...(sasl === undefined ? {} : { sasl: { ...sasl } as SASLOptions }),
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => onLog(levelOf(entry), entry.log.message, detailsOf(entry)),
  });
}

async function tlsOptions({ caFile, certFile, keyFile }: NonNullable<KafkaLocation['tls']>) {
  const [ca, cert, key] = await Promise.all([
    pem('KAFKA_TLS_CA_FILE', caFile),
    pem('KAFKA_TLS_CERT_FILE', certFile),
    pem('KAFKA_TLS_KEY_FILE', keyFile),
  ]);
  return {
    ...(ca === undefined ? {} : { ca: [ca] }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

async function pem(name: string, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new KafkaUnusableError(
      `the file of ${name} cannot be read (${(error as Error).message}): correct the path or its rights`,
    );
  }
}

/** What a user must act upon comes as an error of ours; kafkajs calls every retry an error. */
const levelOf = ({ level }: LogEntry): 'debug' | 'warn' =>
  level === kafkajs.logLevel.ERROR ? 'warn' : 'debug';

function detailsOf({ namespace, log }: LogEntry): object {
  const { broker, groupId, error, retryCount } = log as Readonly<Record<string, unknown>>;
  return { namespace, broker, groupId, error, retryCount };
}
