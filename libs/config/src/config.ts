import type * as z from 'zod';
import { ConfigError } from './config-error.js';
import { embeddedEnvironment, Environment } from './environment.js';
import { kafkaLocation, type KafkaLocation } from './kafka-environment.js';

export type LogLevel = Environment['SNOWLIGHT_LOG_LEVEL'];

/** Where ClickHouse is: an engine in this process on a directory, or a server behind its HTTP interface. */
export type ClickHouseLocation =
  | { readonly kind: 'embedded'; readonly directory: string }
  | {
      readonly kind: 'server';
      readonly url: string;
      /** Name of the cluster over which the tables are replicated and sharded; undefined: one server. */
      readonly cluster: string | undefined;
    };

/** Where PostgreSQL is: a server of our own on a directory, or one that others run. */
export type PostgresLocation =
  | { readonly kind: 'embedded'; readonly directory: string }
  | { readonly kind: 'server'; readonly url: string };

/** Of one key: `burst` requests in a window of `burst / perSecond` seconds. Whole; burst at least perSecond. */
export interface XapiRate {
  readonly perSecond: number;
  readonly burst: number;
}

interface CommonConfig {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** How others reach us, without a trailing slash; undefined: the address we listen on. */
  readonly publicUrl: string | undefined;
  readonly logLevel: LogLevel;
  /** Of the first administrator; undefined: one is made at first boot and printed once. */
  readonly adminPassword: string | undefined;
  /** An all-rights key of tenant `default`, made at first boot. */
  readonly bootstrapKey: { readonly key: string; readonly secret: string } | undefined;
  /** For requests that must be answered without naming a version. */
  readonly defaultXapiVersion: '1.0.3' | '2.0.0';
  /** The most that the attachments of one request may hold together. */
  readonly maxAttachmentBytes: number;
  /** What the record store takes from one key; undefined = as much as it likes. */
  readonly xapiRate: XapiRate | undefined;
  /** Origins whose pages may ask the record store; `*` = any. */
  readonly xapiOrigins: readonly string[];
  /** How long a client may take to send a request, to its last byte. */
  readonly requestTimeoutSeconds: number;
  /** Hour of a tenant's day from which new models are tried, once a day; null = never. */
  readonly retrainHour: number | null;
  /** Absolute path. In distributed mode what one process needs for itself: reports of imports. */
  readonly dataDir: string;
  /** Of attachments, absolute: in distributed mode a directory that all processes share. */
  readonly blobDir: string;
}

export interface EmbeddedConfig extends CommonConfig {
  readonly mode: 'embedded';
  /** Root of the key hierarchy; undefined: `rootSecret` keeps one in the data directory. */
  readonly secret: string | undefined;
  readonly clickhouse: Extract<ClickHouseLocation, { kind: 'embedded' }>;
  readonly postgres: Extract<PostgresLocation, { kind: 'embedded' }>;
}

export interface DistributedConfig extends CommonConfig {
  readonly mode: 'distributed';
  readonly secret: string;
  readonly clickhouse: Extract<ClickHouseLocation, { kind: 'server' }>;
  readonly postgres: Extract<PostgresLocation, { kind: 'server' }>;
  readonly kafka: KafkaLocation;
}

export type Config = EmbeddedConfig | DistributedConfig;

/** @throws ConfigError with every wrong name at once. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = Environment.safeParse({
    ...env,
    SNOWLIGHT_MODE: env.SNOWLIGHT_MODE === '' ? 'embedded' : (env.SNOWLIGHT_MODE ?? 'embedded'),
  });
  if (!parsed.success)
    throw new ConfigError([...problemsOf(parsed.error), ...hiddenProblems(parsed.error, env)]);
  return toConfig(parsed.data);
}

const problemsOf = (error: z.ZodError): readonly string[] =>
  error.issues.map((issue) => `${String(issue.path[0] ?? 'environment')} ${issue.message}`);

/** A mode that is none stops the check there: what every mode shares is looked at all the same. */
function hiddenProblems(error: z.ZodError, env: NodeJS.ProcessEnv): readonly string[] {
  if (!error.issues.some(({ path }) => path[0] === 'SNOWLIGHT_MODE')) return [];
  const shared = embeddedEnvironment.safeParse({ ...env, SNOWLIGHT_MODE: 'embedded' });
  return shared.success ? [] : problemsOf(shared.error);
}

/** The configuration of this process: the one place that reads `process.env`. */
export function processConfig(): Config {
  return readConfig(process.env);
}

function toConfig(env: Environment): Config {
  const common = {
    host: env.SNOWLIGHT_HOST,
    port: env.SNOWLIGHT_PORT,
    publicUrl: env.SNOWLIGHT_PUBLIC_URL?.replace(/\/+$/, ''),
    logLevel: env.SNOWLIGHT_LOG_LEVEL,
    adminPassword: env.SNOWLIGHT_ADMIN_PASSWORD,
    bootstrapKey: env.SNOWLIGHT_BOOTSTRAP_KEY,
    defaultXapiVersion: env.SNOWLIGHT_DEFAULT_XAPI_VERSION,
    maxAttachmentBytes: env.SNOWLIGHT_MAX_ATTACHMENT_MB * 1024 * 1024,
    xapiRate: env.SNOWLIGHT_XAPI_RATE,
    xapiOrigins: env.SNOWLIGHT_XAPI_ORIGINS ?? [],
    requestTimeoutSeconds: env.SNOWLIGHT_REQUEST_TIMEOUT_SECONDS,
    retrainHour: env.SNOWLIGHT_RETRAIN_HOUR,
    dataDir: env.SNOWLIGHT_DATA_DIR,
    blobDir: env.SNOWLIGHT_BLOB_DIR ?? `${env.SNOWLIGHT_DATA_DIR}/blobs`,
  };
  if (env.SNOWLIGHT_MODE === 'embedded')
    return {
      ...common,
      mode: 'embedded',
      secret: env.SNOWLIGHT_SECRET,
      clickhouse: { kind: 'embedded', directory: `${common.dataDir}/clickhouse` },
      postgres: { kind: 'embedded', directory: `${common.dataDir}/postgres` },
    };
  return {
    ...common,
    mode: 'distributed',
    secret: env.SNOWLIGHT_SECRET,
    clickhouse: { kind: 'server', url: env.CLICKHOUSE_URL, cluster: env.CLICKHOUSE_CLUSTER },
    postgres: { kind: 'server', url: env.DATABASE_URL },
    kafka: kafkaLocation(env),
  };
}
