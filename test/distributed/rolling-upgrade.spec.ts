import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { openKafkaBus, topicDeclarations, type KafkaBus, type TopicDeclarations } from '#libs/event-bus';
import { openStores, type Stores } from '../../apps/host/src/open-stores.js';
import { createIngest, createKeepUnreadable } from '#pipelines/ingest';
import { basic, type BuiltServer } from '../support/built-server.js';
import { DistributedTown } from '../support/distributed-town.js';
import { until } from '../support/town.js';

const headers = {
  authorization: basic,
  'x-experience-api-version': '1.0.3',
  'content-type': 'application/json',
};
const statement = (learner: number) => ({
  id: randomUUID(),
  actor: { account: { homePage: 'https://id.example.org', name: `doctor-${String(learner)}` } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
  object: { id: 'https://example.org/page' },
});

/** What the next version of Snowlight would declare: it writes statements in version 2, and reads version 1 too. */
const next: TopicDeclarations = {
  ...topicDeclarations,
  statements: { ...topicDeclarations.statements, schemaVersion: 2, oldestReadable: 1 },
};

let town: DistributedTown;
let api: BuiltServer;
let old: BuiltServer;
let newer: KafkaBus | undefined;
let stores: Stores;
/** What came to the new worker. */
const handled: number[] = [];

const ready = async ({ url }: BuiltServer): Promise<boolean> =>
  (await fetch(`${url}/health/ready`)).status === 200;
const post = async (body: object): Promise<number> =>
  (await fetch(`${api.url}/xapi/statements`, { method: 'POST', headers, body: JSON.stringify(body) })).status;
const stored = async (ids: readonly string[]): Promise<boolean> =>
  (await town.countOf('statement_ids', ids)) === ids.length;
const batchOf = (size: number) => Array.from({ length: size }, (_, learner) => statement(learner));
const idsOf = (batch: readonly { readonly id: string }[]): string[] => batch.map(({ id }) => id);

/** The process of the next version: the same ingest, on a bus with the next declarations. */
async function startNewWorker(): Promise<KafkaBus> {
  const bus = await openKafkaBus(town.configOf('spec').kafka, {
    declarations: next,
    onUnreadable: createKeepUnreadable(stores.clickhouse, Date.now),
    onFatal: (sentence) => {
      throw new Error(sentence);
    },
  });
  const ingest = createIngest({ clickhouse: stores.clickhouse, bus, now: Date.now, settlesIds: true });
  bus.subscribe('statements', 'ingest', async (batch, signal) => {
    await ingest(batch, signal);
    handled.push(batch.records.length);
  });
  return bus;
}

/** Puts into the topic, in version 2, what the API has put there in version 1: a new API's messages. */
async function inVersionTwo(ids: readonly string[]): Promise<void> {
  const kafka = new kafkajs.Kafka({ brokers: [town.broker.address], logLevel: kafkajs.logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `copy-${randomUUID()}` });
  const producer = kafka.producer();
  await Promise.all([consumer.connect(), producer.connect()]);
  await consumer.subscribe({ topics: ['snowlight.statements'], fromBeginning: true });
  const left = new Map(ids.map((id) => [id, randomUUID()]));
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        eachMessage: async ({ partition, message }) => {
          const text = message.value?.toString('utf8') ?? '';
          const found = [...left].find(([id]) => text.includes(id));
          if (found === undefined) return;
          const [id, other] = found;
          left.delete(id);
          copies.push(other);
          await producer.send({
            topic: 'snowlight.statements',
            messages: [
              {
                key: message.key,
                partition,
                value: text.replaceAll(id, other),
                headers: { ...message.headers, 'snowlight-schema': 'statements/2' },
              },
            ],
          });
          if (left.size === 0) resolve();
        },
      })
      .catch(reject);
  });
  await Promise.all([consumer.disconnect(), producer.disconnect()]);
}
const copies: string[] = [];

describe('two versions beside each other', () => {
  beforeAll(async () => {
    town = await DistributedTown.start();
    stores = await openStores(town.configOf('spec'));
    [api, old] = await Promise.all([town.up('api', 'api'), town.up('old', 'ingest', 'features')]);
    await until('both are ready', async () => (await ready(api)) && (await ready(old)), 120);
  }, 300_000);
  afterAll(async () => {
    await newer?.close();
    await stores.close();
    await town.end();
  });

  it('an old worker goes on while a migration adds a column', async () => {
    const database = new URL(town.clickhouse.url).pathname.slice(1);
    await town.clickhouse.statement(
      `ALTER TABLE ${database}.statements ADD COLUMN IF NOT EXISTS of_the_next_version String DEFAULT 'usual'`,
    );
    const batch = batchOf(20);
    expect(await post(batch)).toBe(200);
    await until('they are stored', () => stored(idsOf(batch)), 60);
    expect(await ready(old)).toBe(true);
  }, 120_000);

  it('a new worker beside an old one reads what the old API writes: each once, none lost', async () => {
    newer = await startNewWorker();
    await until('the new one has joined', () => Promise.resolve(newer?.problem() === null), 60);
    const sent: string[] = [];
    for (let round = 0; round < 10; round++) {
      const batch = batchOf(20);
      expect(await post(batch)).toBe(200);
      sent.push(...idsOf(batch));
    }
    await until('they are stored', () => stored(sent), 60);
    expect(await town.countOf('statements', sent)).toBe(sent.length);
    await until('the new one has had some', () => Promise.resolve(handled.length > 0), 30);
  }, 180_000);

  it('an old worker leaves messages of the next version alone, and says so; without a new one they wait', async () => {
    await newer?.close();
    newer = undefined;
    await until('the old one has all', () => ready(old), 60);
    const batch = batchOf(5);
    expect(await post(batch)).toBe(200);
    await until('they are stored', () => stored(idsOf(batch)), 60);
    await inVersionTwo(idsOf(batch));
    await until('the old one is not ready any more', async () => !(await ready(old)), 60);
    expect(await town.countOf('statement_ids', copies)).toBe(0);
    const database = new URL(town.clickhouse.url).pathname.slice(1);
    expect(await town.clickhouse.statement(`SELECT count() FROM ${database}.dead_letters`)).toBe('0\n');
    expect(old.isRunning).toBe(true);
  }, 240_000);

  it('a new one stores them, with what came after them', async () => {
    const after = batchOf(20);
    expect(await post(after)).toBe(200);
    newer = await startNewWorker();
    await until('all are stored', () => stored([...copies, ...idsOf(after)]), 90);
    expect(copies).toHaveLength(5);
    await old.stop();
  }, 180_000);
});
