import { describe, expect, it } from '@jest/globals';
import type { ConsumerRunConfig, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { withClockSetBack } from '../../../../test/support/clock-set-back.js';
import { TopicConsumer } from './topic-consumer.js';

type Listener = (event: { payload: object }) => void;

/** Consumers that join, and then end as they are told. */
function fakeKafka(ends: readonly { error: Error; restart: boolean }[]) {
  let made = 0;
  const consumer = () => {
    const end = ends[made++];
    const listeners = new Map<string, Listener>();
    return {
      events: { GROUP_JOIN: 'join', CRASH: 'crash', REBALANCING: 'rebalancing' },
      on: (event: string, listener: Listener) => listeners.set(event, listener),
      connect: () => Promise.resolve(),
      subscribe: () => Promise.resolve(),
      disconnect: () => Promise.resolve(),
      run: () => {
        listeners.get('join')?.({ payload: { memberAssignment: { 'p.statements': [0, 2] } } });
        if (end) setTimeout(() => listeners.get('crash')?.({ payload: end }), 5);
        return Promise.resolve();
      },
    };
  };
  return { kafka: { consumer } as unknown as Kafka, made: () => made };
}

const consumerOn = (
  kafka: Kafka,
  onFatal: (error: unknown) => void,
  onUnreadable: () => Promise<void> = () => Promise.resolve(),
): TopicConsumer =>
  new TopicConsumer({
    kafka,
    topic: 'statements',
    topicName: 'p.statements',
    group: 'ingest',
    groupId: 'p.statements.ingest',
    readable: { schemaVersion: 1, oldestReadable: 1 },
    handler: () => Promise.resolve(),
    maxBatch: 10,
    backoffMs: 50,
    lingerMs: 1,
    partitions: 1,
    onHandlerError: () => undefined,
    onUnreadable,
    onFatal,
    onLog: () => undefined,
  });
const settle = (ms: number) => new Promise((r) => setTimeout(r, ms));

describe('a consumer that crashes', () => {
  it('is unwell, and tells its owner where it will not pass', async () => {
    const refusal = Object.assign(new Error('not allowed'), { type: 'GROUP_AUTHORIZATION_FAILED' });
    const { kafka, made } = fakeKafka([{ error: refusal, restart: false }]);
    const fatal: unknown[] = [];
    const consumer = consumerOn(kafka, (error) => void fatal.push(error));
    expect(consumer.problem).toBe('the consumer of statements is joining its group');
    consumer.start();
    await settle(2);
    expect(consumer.problem).toBeNull();
    expect(consumer.stats).toMatchObject({ assigned: 2, restarts: 0 });
    await settle(30);
    expect(consumer.stats.assigned).toBe(0);
    expect(fatal).toEqual([refusal]);
    expect(consumer.problem).toBe('the consumer of statements is at an end: not allowed');
    expect(made()).toBe(1);
    await consumer.stop();
  });

  it('is unwell while kafkajs starts it again', async () => {
    const { kafka, made } = fakeKafka([{ error: new Error('connection lost'), restart: true }]);
    const consumer = consumerOn(kafka, () => undefined);
    consumer.start();
    await settle(30);
    expect(consumer.problem).toBe('the consumer of statements is starting again after connection lost');
    expect(consumer.stats).toMatchObject({ assigned: 0, restarts: 1 });
    expect(made()).toBe(1);
    await consumer.stop();
  });

  it('is made anew where kafkajs takes what passes for the end', async () => {
    const { kafka, made } = fakeKafka([{ error: new Error('no group coordinator'), restart: false }]);
    const consumer = consumerOn(kafka, () => undefined);
    consumer.start();
    await settle(700);
    expect(made()).toBe(2);
    expect(consumer.stats).toMatchObject({ assigned: 2, restarts: 1 });
    expect(consumer.problem).toBeNull();
    await consumer.stop();
  });
});

/** One that joins, and is handed a batch when the test says so. */
function handingKafka() {
  let eachBatch: (payload: EachBatchPayload) => Promise<void> = () => Promise.resolve();
  const consumer = () => ({
    events: { GROUP_JOIN: 'join', CRASH: 'crash', REBALANCING: 'rebalancing' },
    on: () => undefined,
    connect: () => Promise.resolve(),
    subscribe: () => Promise.resolve(),
    disconnect: () => Promise.resolve(),
    run: (config: ConsumerRunConfig) => {
      eachBatch = config.eachBatch!;
      return Promise.resolve();
    },
  });
  const messages = [{ offset: '0', timestamp: '1', key: null, value: null }] as unknown as KafkaMessage[];
  const hand = (partition = 0): Promise<void> =>
    eachBatch({
      batch: { topic: 'p.statements', partition, messages, highWatermark: '1' },
      isRunning: () => true,
      isStale: () => false,
      heartbeat: () => Promise.resolve(),
      resolveOffset: () => undefined,
      commitOffsetsIfNecessary: () => Promise.resolve(),
    } as unknown as EachBatchPayload);
  return { kafka: { consumer } as unknown as Kafka, hand };
}

it('what failed comes again soon, though the clock is set back an hour meanwhile', () =>
  withClockSetBack(async (setBack) => {
    const { kafka, hand } = handingKafka();
    let tries = 0;
    const onUnreadable = () => {
      if (tries++ > 0) return Promise.resolve();
      setTimeout(setBack, 10);
      return Promise.reject(new Error('the store is away'));
    };
    const consumer = consumerOn(kafka, () => undefined, onUnreadable);
    consumer.start();
    await settle(5);
    await hand();
    expect(tries).toBe(2);
    await consumer.stop();
  }));

it('what failed comes again as soon as another batch is handled, not when its own pause is over', async () => {
  const { kafka, hand } = handingKafka();
  let isAway = true;
  const tries: number[] = [];
  const onUnreadable = () => {
    tries.push(performance.now());
    return isAway ? Promise.reject(new Error('the store is away')) : Promise.resolve();
  };
  const consumer = consumerOn(kafka, () => undefined, onUnreadable);
  consumer.start();
  await settle(5);
  const first = hand();
  // pauses of 50 ms, doubled each time: the sixth takes 1.6 s
  while (tries.length < 6) await settle(5);
  isAway = false;
  await hand(1);
  await first;
  expect(performance.now() - tries[5]!).toBeLessThan(1200);
  await consumer.stop();
});
