import { resolve } from 'node:path';
import * as z from 'zod';
import { optional, required, text, withDefault } from './environment-forms.js';
import { kafkaEnvironment, refineKafka } from './kafka-environment.js';

const url = (schemes: RegExp, example: string) =>
  z.url({
    protocol: schemes,
    error: (issue) => (issue.input === undefined ? 'must be set' : `must be a URL like ${example}`),
  });
const secret = z.string({ error: 'must be set' }).min(32, 'must have at least 32 characters');

const rate = z
  .string()
  .regex(/^[1-9]\d{0,5}(:[1-9]\d{0,6})?$/, 'must be RATE or RATE:BURST, whole numbers of requests')
  .transform((pair) => {
    const [perSecond = 0, burst = perSecond] = pair.split(':').map(Number);
    return { perSecond, burst };
  })
  .refine(({ perSecond, burst }) => burst >= perSecond, 'must be RATE or RATE:BURST, BURST not below RATE');

const originsForm = 'must be * or origins like https://lms.example.org, joined by commas';
const isOrigin = (text: string): boolean =>
  /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text;
const origins = z
  .string()
  .transform((list) => list.split(',').map((origin) => origin.trim()))
  .refine((list) => (list.length === 1 && list[0] === '*') || list.every(isOrigin), originsForm);

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
  SNOWLIGHT_XAPI_RATE: optional(rate),
  SNOWLIGHT_XAPI_ORIGINS: optional(origins),
  SNOWLIGHT_REQUEST_TIMEOUT_SECONDS: withDefault(
    z
      .string()
      .regex(/^[1-9]\d{0,4}$/, 'must be a whole number of seconds, 1 to 99999')
      .transform(Number),
    '300',
  ),
  SNOWLIGHT_RETRAIN_HOUR: withDefault(
    z
      .string()
      .regex(/^(never|1?\d|2[0-3])$/, 'must be an hour of the day, 0 to 23, or never')
      .transform((hour) => (hour === 'never' ? null : Number(hour))),
    '3',
  ),
  SNOWLIGHT_DATA_DIR: withDefault(
    text.transform((path) => resolve(path)),
    '.snowlight',
  ),
  SNOWLIGHT_BLOB_DIR: optional(text.transform((path) => resolve(path))),
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
    ...kafkaEnvironment,
    SNOWLIGHT_SECRET: required(secret),
    CLICKHOUSE_URL: required(url(/^https?$/, 'http://user:password@host:8123/database')),
    CLICKHOUSE_CLUSTER: optional(
      z.string().regex(/^\w{1,100}$/, 'must be the name of a cluster: letters, digits and underscores'),
    ),
    DATABASE_URL: required(url(/^postgres(ql)?$/, 'postgres://user:password@host:5432/database')),
  })
  .superRefine(refineKafka);

/** Every name that Snowlight reads from its environment, with its form and default. Documented in the README's table. */
export const Environment = z.discriminatedUnion('SNOWLIGHT_MODE', [embeddedEnvironment, distributed], {
  error: 'must be embedded or distributed',
});
export type Environment = z.infer<typeof Environment>;
