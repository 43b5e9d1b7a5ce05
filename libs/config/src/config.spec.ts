import { describe, expect, it } from '@jest/globals';
import { readConfig, type DistributedConfig } from './config.js';
import { ConfigError } from './config-error.js';

describe('configuration', () => {
  const distributed = {
    SNOWLIGHT_MODE: 'distributed',
    SNOWLIGHT_SECRET: 's'.repeat(32),
    KAFKA_BROKERS: 'kafka-1:9092, kafka-2:9092',
    CLICKHOUSE_URL: 'http://user:secret-password@clickhouse:8123/snowlight',
    DATABASE_URL: 'postgres://user:secret-password@postgres:5432/snowlight',
  };

  const problemsOf = (env: NodeJS.ProcessEnv): readonly string[] => {
    try {
      readConfig(env);
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
  };

  it('needs nothing for the embedded mode', () => {
    expect(readConfig({})).toMatchObject({
      mode: 'embedded',
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'info',
      defaultXapiVersion: '1.0.3',
      dataDir: `${process.cwd()}/.snowlight`,
      secret: undefined,
      clickhouse: { kind: 'embedded', directory: `${process.cwd()}/.snowlight/clickhouse` },
    });
  });

  it('takes an empty value for one that is not set', () => {
    expect(readConfig({ SNOWLIGHT_MODE: '', SNOWLIGHT_PORT: '', SNOWLIGHT_SECRET: '' })).toEqual(
      readConfig({}),
    );
  });

  it('lists everything that is wrong at once, with the name in front', () => {
    expect(
      problemsOf({
        SNOWLIGHT_PORT: '70000',
        SNOWLIGHT_LOG_LEVEL: 'loud',
        SNOWLIGHT_PUBLIC_URL: 'example.org',
        SNOWLIGHT_SECRET: 'short',
        SNOWLIGHT_BOOTSTRAP_KEY: 'no-secret',
        SNOWLIGHT_DEFAULT_XAPI_VERSION: '0.9',
        SNOWLIGHT_MAX_ATTACHMENT_MB: '1.5',
        SNOWLIGHT_XAPI_RATE: '0',
        SNOWLIGHT_REQUEST_TIMEOUT_SECONDS: '0',
        SNOWLIGHT_RETRAIN_HOUR: '24',
        SNOWLIGHT_ADMIN_PASSWORD: '1234',
      }).map((problem) => problem.split(' ')[0]),
    ).toEqual([
      'SNOWLIGHT_PORT',
      'SNOWLIGHT_PUBLIC_URL',
      'SNOWLIGHT_LOG_LEVEL',
      'SNOWLIGHT_ADMIN_PASSWORD',
      'SNOWLIGHT_BOOTSTRAP_KEY',
      'SNOWLIGHT_DEFAULT_XAPI_VERSION',
      'SNOWLIGHT_MAX_ATTACHMENT_MB',
      'SNOWLIGHT_XAPI_RATE',
      'SNOWLIGHT_REQUEST_TIMEOUT_SECONDS',
      'SNOWLIGHT_RETRAIN_HOUR',
      'SNOWLIGHT_SECRET',
    ]);
  });

  it('never repeats a secret in a message', () => {
    const problems = problemsOf({
      ...distributed,
      SNOWLIGHT_SECRET: 'short-secret',
      DATABASE_URL: 'mysql://user:secret-password@host/db',
    }).join();
    expect(problems).toContain('SNOWLIGHT_SECRET must have at least 32 characters');
    expect(problems).toContain('DATABASE_URL must be a URL like postgres://');
    expect(problems).not.toMatch(/short-secret|secret-password/);
  });

  it('needs the addresses of all three systems in distributed mode', () => {
    expect(problemsOf({ SNOWLIGHT_MODE: 'distributed' })).toEqual([
      'KAFKA_BROKERS must be set',
      'SNOWLIGHT_SECRET must be set',
      'CLICKHOUSE_URL must be set',
      'DATABASE_URL must be set',
    ]);
    expect(readConfig(distributed)).toMatchObject({
      clickhouse: { kind: 'server', url: distributed.CLICKHOUSE_URL, cluster: undefined },
      kafka: { brokers: ['kafka-1:9092', 'kafka-2:9092'], tls: undefined, sasl: undefined },
    });
  });

  it.each([
    ['at three where nothing is said', {}, 3],
    ['at midnight', { SNOWLIGHT_RETRAIN_HOUR: '0' }, 0],
    ['never', { SNOWLIGHT_RETRAIN_HOUR: 'never' }, null],
  ])('tries new models %s', (_when, env, hour) => {
    expect(readConfig(env).retrainHour).toBe(hour);
  });

  it('keeps attachments in the data directory, or where it is told to', () => {
    expect(readConfig({ SNOWLIGHT_DATA_DIR: '/data' }).blobDir).toBe('/data/blobs');
    expect(readConfig({ ...distributed, SNOWLIGHT_BLOB_DIR: '/shared/blobs' }).blobDir).toBe('/shared/blobs');
  });

  it('knows the cluster by its name', () => {
    expect(problemsOf({ ...distributed, CLICKHOUSE_CLUSTER: "main'; DROP" })).toEqual([
      'CLICKHOUSE_CLUSTER must be the name of a cluster: letters, digits and underscores',
    ]);
    expect(readConfig({ ...distributed, CLICKHOUSE_CLUSTER: 'main' })).toMatchObject({
      clickhouse: { cluster: 'main' },
    });
  });

  it('wants user and password with a SASL mechanism', () => {
    expect(problemsOf({ ...distributed, KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'u' })).toEqual([
      'KAFKA_SASL_PASSWORD KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD go together',
    ]);
  });

  it('reads where Kafka is and what may be done there', () => {
    const { kafka } = readConfig({
      ...distributed,
      KAFKA_CLIENT_ID: 'api-1',
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA_FILE: '/ca.pem',
      KAFKA_TLS_CERT_FILE: '/cert.pem',
      KAFKA_TLS_KEY_FILE: '/key.pem',
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: 'u',
      KAFKA_SASL_PASSWORD: 'p',
      KAFKA_CREATE_TOPICS: 'false',
      KAFKA_REPLICATION_FACTOR: '3',
    }) as DistributedConfig;
    expect(kafka).toEqual({
      brokers: ['kafka-1:9092', 'kafka-2:9092'],
      clientId: 'api-1',
      topicPrefix: 'snowlight.',
      tls: { caFile: '/ca.pem', certFile: '/cert.pem', keyFile: '/key.pem' },
      sasl: { mechanism: 'scram-sha-512', username: 'u', password: 'p' },
      createTopics: false,
      replicationFactor: 3,
    });
  });

  it('refuses settings of Kafka that would be of no use, or go together', () => {
    expect(
      problemsOf({
        ...distributed,
        KAFKA_TLS_CA_FILE: '/ca.pem',
        KAFKA_TLS_CERT_FILE: '/cert.pem',
        KAFKA_SASL_PASSWORD: 'secret-password',
      }),
    ).toEqual([
      'KAFKA_SASL_PASSWORD KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD go together',
      'KAFKA_TLS_CA_FILE is of no use without KAFKA_TLS=true',
      'KAFKA_TLS_CERT_FILE is of no use without KAFKA_TLS=true',
      'KAFKA_TLS_KEY_FILE KAFKA_TLS_CERT_FILE and KAFKA_TLS_KEY_FILE go together',
    ]);
    expect(
      problemsOf({ ...distributed, KAFKA_REPLICATION_FACTOR: 'many', KAFKA_CREATE_TOPICS: 'yes' }),
    ).toEqual([
      'KAFKA_CREATE_TOPICS must be true or false',
      'KAFKA_REPLICATION_FACTOR must be a whole number, 1 to 9',
    ]);
  });

  it('names the mode when it is neither', () => {
    expect(problemsOf({ SNOWLIGHT_MODE: 'cloud' })).toEqual([
      'SNOWLIGHT_MODE must be embedded or distributed',
    ]);
  });

  it('lists what else is wrong beside a mode that is neither', () => {
    expect(problemsOf({ SNOWLIGHT_MODE: 'cloud', SNOWLIGHT_PORT: 'abc', SNOWLIGHT_SECRET: 'short' })).toEqual(
      [
        'SNOWLIGHT_MODE must be embedded or distributed',
        'SNOWLIGHT_PORT must be a port number, 0 to 65535 (0 takes any free one)',
        'SNOWLIGHT_SECRET must have at least 32 characters',
      ],
    );
  });

  it('splits the bootstrap key at its first colon and drops the slash of the public address', () => {
    const config = readConfig({
      SNOWLIGHT_BOOTSTRAP_KEY: 'lms:secret:with:colons',
      SNOWLIGHT_PUBLIC_URL: 'https://learning.example.org/',
    });
    expect(config.bootstrapKey).toEqual({ key: 'lms', secret: 'secret:with:colons' });
    expect(config.publicUrl).toBe('https://learning.example.org');
  });

  it.each([
    ['', undefined],
    ['50', { perSecond: 50, burst: 50 }],
    ['50:500', { perSecond: 50, burst: 500 }],
  ])('takes %j as the rate of a key', (given, rate) => {
    expect(readConfig({ SNOWLIGHT_XAPI_RATE: given }).xapiRate).toEqual(rate);
  });

  it.each([
    ['', []],
    ['*', ['*']],
    ['https://lms.example.org', ['https://lms.example.org']],
    ['https://lms.example.org, http://localhost:8080', ['https://lms.example.org', 'http://localhost:8080']],
  ])('takes %j as the origins of pages', (given, list) => {
    expect(readConfig({ SNOWLIGHT_XAPI_ORIGINS: given }).xapiOrigins).toEqual(list);
  });

  it.each([
    'lms.example.org',
    'https://lms.example.org/',
    'https://a.example,*',
    '**',
    'file://x',
    'https://A.example',
  ])('refuses %j as the origins of pages', (given) => {
    expect(problemsOf({ SNOWLIGHT_XAPI_ORIGINS: given })).toEqual([
      'SNOWLIGHT_XAPI_ORIGINS must be * or origins like https://lms.example.org, joined by commas',
    ]);
  });

  it.each(['0', '50:', '50:49', '1.5', '-1', '50/s'])('refuses %j as the rate of a key', (given) => {
    expect(problemsOf({ SNOWLIGHT_XAPI_RATE: given })).toEqual([
      expect.stringMatching(/^SNOWLIGHT_XAPI_RATE must be RATE or RATE:BURST/),
    ]);
  });
});
