import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs, { type Admin } from 'kafkajs';
import { KafkaUnusableError } from '#libs/event-bus';
import { numbered, Seen } from '../support/kafka/bus-load.js';
import { KafkaBroker } from '../support/kafka/kafka-broker.js';
import { whyNoKafka } from '../support/kafka/kafka-jars.js';
import { KafkaTown, type BusWish, type OpenedBus } from '../support/kafka/kafka-town.js';

const reason = whyNoKafka();
const suite = reason === undefined ? describe : describe.skip;

suite(`Kafka as it is found${reason === undefined ? '' : `: skipped, ${reason}`}`, () => {
  let town: KafkaTown;
  let kafka: kafkajs.Kafka;
  let admin: Admin;
  let opened: OpenedBus[] = [];
  beforeAll(async () => {
    town = await KafkaTown.start();
    kafka = new kafkajs.Kafka({ brokers: [town.broker.address], logLevel: kafkajs.logLevel.NOTHING });
    admin = kafka.admin();
    await admin.connect();
  }, 300_000);
  afterAll(async () => {
    await admin.disconnect();
    await town.end();
  });
  afterEach(async () => {
    await Promise.all(opened.map(({ bus }) => bus.close(1000)));
    opened = [];
  });
  const open = async (wish: BusWish = {}): Promise<OpenedBus> => {
    const one = await town.open(wish);
    opened.push(one);
    return one;
  };
  const sentenceOf = async (wish: BusWish): Promise<string> => {
    const since = Date.now();
    const error: unknown = await open(wish).then(
      () => undefined,
      (refusal: unknown) => refusal,
    );
    expect(error).toBeInstanceOf(KafkaUnusableError);
    expect(Date.now() - since).toBeLessThan(15_000);
    return (error as Error).message;
  };
  const sasl = (mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512', password: string): BusWish => ({
    location: {
      brokers: [town.broker.saslAddress],
      sasl: { mechanism, username: KafkaBroker.user.username, password },
    },
  });

  it('says that nobody answers at a wrong address', async () => {
    const closed = await sentenceOf({ location: { brokers: ['127.0.0.1:1'] } });
    expect(closed).toMatch(/^no broker answers at 127\.0\.0\.1:1 \(.*ECONNREFUSED.*\): check KAFKA_BROKERS/);
    const unknown = await sentenceOf({ location: { brokers: ['no-such-host.invalid:9092'] } });
    expect(unknown).toMatch(/^no broker answers at no-such-host\.invalid:9092 /);
  });

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
    'takes right credentials by %s, and says which settings are wrong',
    async (mechanism) => {
      const { bus } = await open(sasl(mechanism, KafkaBroker.user.password));
      await bus.publish('statements', [numbered('a', 1)]);
      const sentence = await sentenceOf(sasl(mechanism, 'a-wrong-secret'));
      expect(sentence).toContain('refuses the credentials');
      expect(sentence).toContain('check KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD');
      expect(sentence).not.toContain('a-wrong-secret');
    },
  );

  it('says what is wrong where a listener wants credentials and gets none, or TLS meets a plain one', async () => {
    expect(await sentenceOf({ location: { brokers: [town.broker.saslAddress] } })).toMatch(
      /KAFKA_BROKERS|KAFKA_SASL/,
    );
    const tls = { caFile: undefined, certFile: undefined, keyFile: undefined };
    expect(await sentenceOf({ location: { tls } })).toMatch(/KAFKA_TLS/);
    expect(await sentenceOf({ location: { tls: { ...tls, caFile: '/no/such.pem' } } })).toMatch(
      /^the file of KAFKA_TLS_CA_FILE cannot be read/,
    );
  });

  it('names a topic that is missing and may not be made', async () => {
    const prefix = town.newPrefix();
    const sentence = await sentenceOf({ prefix, location: { createTopics: false } });
    expect(sentence).toContain(
      `topic ${prefix}statements is missing: create it with 3 partitions and cleanup.policy=delete, or set KAFKA_CREATE_TOPICS=true`,
    );
    expect((await admin.listTopics()).filter((name) => name.startsWith(prefix))).toEqual([]);
  });

  it('takes topics as they were made, and more partitions than it needs', async () => {
    const { prefix } = await open({ partitions: 2 });
    await admin.createPartitions({ topicPartitions: [{ topic: `${prefix}rolled`, count: 5 }] });
    const { bus } = await open({ prefix, partitions: 2, location: { createTopics: false } });
    const seen = new Set<number>();
    bus.subscribe('rolled', 'test', ({ records }) => {
      for (const { partition } of records) seen.add(partition);
      return Promise.resolve();
    });
    await bus.publish(
      'rolled',
      Array.from({ length: 50 }, (_, n) => ({
        key: String(n),
        value: { v: 1 as const, tenant: 't', run: 'r', learnerPid: String(n) },
      })),
    );
    await bus.settled('rolled');
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('names a topic that has too few partitions, or is compacted', async () => {
    const { prefix } = await open({ partitions: 1 });
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: kafkajs.ConfigResourceTypes.TOPIC,
          name: `${prefix}scored`,
          configEntries: [{ name: 'cleanup.policy', value: 'compact' }],
        },
      ],
    });
    const sentence = await sentenceOf({ prefix, partitions: 4 });
    expect(sentence).toContain(`topic ${prefix}statements has 1 partition and needs 4`);
    expect(sentence).toContain(
      `topic ${prefix}scored has cleanup.policy=compact, which loses messages that are needed: set it to delete`,
    );
  });

  it('puts messages of others aside as they lay there, and goes on', async () => {
    const { bus, prefix, unreadable } = await open({ partitions: 1 });
    const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    const own = { 'snowlight-schema': 'statements/1' };
    await producer.send({
      topic: `${prefix}statements`,
      messages: [
        { key: 'their-key', value: Buffer.from([0xff, 0x00, 0x01]), headers: { 'content-type': 'avro' } },
        { key: 'k', value: '{}', headers: { 'snowlight-schema': 'statements/0' } },
        { key: 'k', value: '{}', headers: { 'snowlight-schema': 'rolled/1' } },
        { key: 'k', value: 'no JSON', headers: own },
      ],
    });
    await producer.send({
      topic: `${prefix}rolled`,
      messages: [{ key: null, value: '{"v":1}', headers: { 'snowlight-schema': 'rolled/1' } }],
    });
    await producer.disconnect();
    await bus.publish('statements', [numbered('a', 7)]);
    const seen = new Seen();
    bus.subscribe('statements', 'test', seen.handler());
    bus.subscribe('rolled', 'test', () => Promise.reject(new Error('nothing of ours is there')));
    await Promise.all([bus.settled('statements'), bus.settled('rolled')]);
    expect(seen.firsts).toEqual(new Map([['a', [7]]]));
    const byOffset = unreadable.filter(({ topic }) => topic === 'statements');
    expect(byOffset.map(({ offset, partition, reason: why }) => [partition, offset, why])).toEqual([
      [0, 0, 'the message has no header snowlight-schema: another program has written to this topic'],
      [0, 1, 'the message has version 0 of statements; this process knows version 1'],
      [0, 2, 'the message says that it is of rolled, not of statements'],
      [0, 3, 'the message is not JSON'],
    ]);
    expect(byOffset[0]).toMatchObject({ headers: { 'content-type': 'avro' } });
    expect(byOffset[0]?.value?.toString('hex')).toBe('ff0001');
    expect(byOffset[0]?.key?.toString()).toBe('their-key');
    expect(unreadable.find(({ topic }) => topic === 'rolled')?.reason).toMatch(/^not a message of rolled: /);
  });

  it('holds the batch back while what is not ours cannot be kept', async () => {
    let tries = 0;
    const { bus, prefix } = await open({
      partitions: 1,
      backoffMs: 5,
      onUnreadable: () => (++tries < 3 ? Promise.reject(new Error('the store is away')) : Promise.resolve()),
    });
    const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    await producer.send({ topic: `${prefix}statements`, messages: [{ key: 'k', value: 'theirs' }] });
    await producer.disconnect();
    bus.subscribe('statements', 'test', () => Promise.resolve());
    await bus.settled('statements');
    expect(tries).toBe(3);
  });

  it('refuses a message that the topic will not take, without touching its neighbours', async () => {
    const { bus } = await open();
    const large = numbered('a', 1);
    const tooLarge = { ...large, value: { ...large.value, statement: 'x'.repeat(37 * 1024 * 1024) } };
    const neighbour = bus.publish('statements', [numbered('b', 1)]);
    await expect(bus.publish('statements', [tooLarge])).rejects.toThrow(/has \d+ bytes; the topic takes/);
    await neighbour;
    const fits = { ...large, value: { ...large.value, statement: 'x'.repeat(20 * 1024 * 1024) } };
    const seen = new Seen();
    bus.subscribe('statements', 'test', seen.handler());
    await bus.publish('statements', [fits, numbered('a', 2)]);
    await bus.settled('statements');
    expect(seen.firsts.get('a')).toEqual([1, 2]);
  });

  it('says what is wrong where a topic is deleted under a worker', async () => {
    const { bus, prefix } = await open({ deadlineMs: 3000 });
    bus.subscribe('statements', 'test', () => Promise.resolve());
    await bus.settled('statements');
    await admin.deleteTopics({ topics: [`${prefix}statements`] });
    await expect(bus.publish('statements', [numbered('a', 1)])).rejects.toThrow(/did not take the messages/);
    expect(bus.problem()).not.toBeNull();
  });
});
