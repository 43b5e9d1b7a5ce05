import { resolve } from 'node:path';
import * as z from 'zod';

/** `''` is how compose files and shells say "not set". */
const unset = (value: unknown): unknown => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(unset, schema.optional());
const withDefault = <T extends z.ZodType>(schema: T, value: string) =>
  z.preprocess((given) => unset(given) ?? value, schema);
const required = <T extends z.ZodType>(schema: T) => z.preprocess(unset, schema);

const text = z.string({ error: 'must be set' });
const url = (schemes: RegExp, example: string) =>
  z.url({
    protocol: schemes,
    error: (issue) => (issue.input === undefined ? 'must be set' : `must be a URL like ${example}`),
  });
const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true');
const secret = z.string({ error: 'must be set' }).min(32, 'must have at least 32 characters');

const common = {
  SNOWLIGHT_HOST: withDefault(text, '127.0.0.1'),
  SNOWLIGHT_PORT: withDefault(
    z
      .string()
      .regex(/^\d{1,5}$/, 'must be a port number, 0 to 65535 (0 takes any free one)')
      .transform(Number)
      .pipe(z.number().max(65_535, 'must be a port number, 0 to 65535 (0 takes any free one)')),
    '3000',
  ),
  SNOWLIGHT_PUBLIC_URL: optional(url(/^https?$/, 'https://learning.example.org')),
  SNOWLIGHT_LOG_LEVEL: withDefault(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be one of trace, debug, info, warn, error, fatal, silent',
    }),
    'info',
  ),
  SNOWLIGHT_ADMIN_PASSWORD: optional(text.min(8, 'must have at least 8 characters')),
  SNOWLIGHT_BOOTSTRAP_KEY: optional(
    z
      .string()
      .regex(/^[^:\s]+:\S+$/, 'must be KEY:SECRET')
      .transform((pair) => ({
        key: pair.slice(0, pair.indexOf(':')),
        secret: pair.slice(pair.indexOf(':') + 1),
      })),
  ),
  SNOWLIGHT_DEFAULT_XAPI_VERSION: withDefault(
    z.enum(['1.0.3', '2.0.0'], { error: 'must be 1.0.3 or 2.0.0' }),
    '1.0.3',
  ),
  SNOWLIGHT_MAX_ATTACHMENT_MB: withDefault(
    z
      .string()
      .regex(/^[1-9]\d{0,4}$/, 'must be a whole number of megabytes, 1 to 99999')
      .transform(Number),
    '100',
  ),
  SNOWLIGHT_XAPI_RATE: optional(
    z
      .string()
      .regex(/^[1-9]\d{0,5}$/, 'must be a whole number of requests a second, 1 to 999999')
      .transform(Number),
  ),
  SNOWLIGHT_REQUEST_TIMEOUT_SECONDS: withDefault(
    z
      .string()
      .regex(/^[1-9]\d{0,4}$/, 'must be a whole number of seconds, 1 to 99999')
      .transform(Number),
    '300',
  ),
  SNOWLIGHT_DATA_DIR: withDefault(
    text.transform((path) => resolve(path)),
    '.snowlight',
  ),
  SNOWLIGHT_BLOB_DIR: optional(text.transform((path) => resolve(path))),
};

const kafka = {
  KAFKA_BROKERS: required(
    z
      .string({ error: 'must be set' })
      .transform((list) => list.split(',').map((broker) => broker.trim()))
      .pipe(
        z.array(z.string().regex(/^[^\s:]+:\d{1,5}$/, 'must be HOST:PORT, several joined by commas')).min(1),
      ),
  ),
  KAFKA_TOPIC_PREFIX: withDefault(
    z.string().regex(/^[a-zA-Z0-9._-]{1,100}$/, 'must be letters, digits, dots, dashes and underscores'),
    'snowlight.',
  ),
  KAFKA_TLS: withDefault(flag, 'false'),
  KAFKA_TLS_CA_FILE: optional(text),
  KAFKA_SASL_MECHANISM: optional(
    z.enum(['plain', 'scram-sha-256', 'scram-sha-512'], {
      error: 'must be plain, scram-sha-256 or scram-sha-512',
    }),
  ),
  KAFKA_SASL_USERNAME: optional(text),
  KAFKA_SASL_PASSWORD: optional(text),
};

/** What is asked of a process whatever else its mode needs. */
export const embeddedEnvironment = z.object({
  SNOWLIGHT_MODE: z.literal('embedded'),
  ...common,
  SNOWLIGHT_SECRET: optional(secret),
});

const distributed = z
  .object({
    SNOWLIGHT_MODE: z.literal('distributed'),
    ...common,
    ...kafka,
    SNOWLIGHT_SECRET: required(secret),
    CLICKHOUSE_URL: required(url(/^https?$/, 'http://user:password@host:8123/database')),
    CLICKHOUSE_CLUSTER: optional(
      z.string().regex(/^\w{1,100}$/, 'must be the name of a cluster: letters, digits and underscores'),
    ),
    DATABASE_URL: required(url(/^postgres(ql)?$/, 'postgres://user:password@host:5432/database')),
  })
  .superRefine((env, context) => {
    for (const name of ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'] as const)
      if ((env.KAFKA_SASL_MECHANISM === undefined) !== (env[name] === undefined))
        context.addIssue({
          code: 'custom',
          path: [name],
          message: 'KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD go together',
        });
  });

/** Every name that Snowlight reads from its environment, with its form and default. Documented in the README's table. */
export const Environment = z.discriminatedUnion('SNOWLIGHT_MODE', [embeddedEnvironment, distributed], {
  error: 'must be embedded or distributed',
});
export type Environment = z.infer<typeof Environment>;
