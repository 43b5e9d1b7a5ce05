import { describe, expect, it } from '@jest/globals';
import kafkajs, { type Kafka, type ProducerBatch, type RecordMetadata } from 'kafkajs';
import { withClockSetBack } from '../../../../test/support/clock-set-back.js';
import type { Outgoing } from './produce-queue.js';
import { ReliableProducer } from './reliable-producer.js';

type Answer = (batch: ProducerBatch) => Promise<RecordMetadata[]>;
const acknowledged = (partition: number, baseOffset: string): RecordMetadata => ({
  topicName: 'p.statements',
  partition,
  errorCode: 0,
  baseOffset,
});
const protocolError = (type: string): Error => Object.assign(new Error(type), { type });
const outgoing = (partition: number): Outgoing => ({
  topic: 'statements',
  partition,
  encoded: { message: { value: null, partition }, bytes: 1 },
});

/** Each producer that is made gives the next answer to all that it is sent. */
function producerOf(answers: readonly Answer[], deadlineMs = 2000) {
  let made = 0;
  const fake = {
    producer: () => {
      const answer = answers[made++] ?? answers.at(-1)!;
      return { connect: () => Promise.resolve(), disconnect: () => Promise.resolve(), sendBatch: answer };
    },
  };
  const producer = new ReliableProducer({
    kafka: fake as unknown as Kafka,
    nameOf: (topic) => `p.${topic}`,
    compression: kafkajs.CompressionTypes.None,
    deadlineMs,
    onRetry: () => undefined,
  });
  return { producer, made: () => made };
}

describe('a producer that is made anew', () => {
  it('after a fatal answer, and the messages are sent again', async () => {
    for (const type of ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED']) {
      const { producer, made } = producerOf([
        () => Promise.reject(protocolError(type)),
        () => Promise.resolve([acknowledged(0, '41')]),
      ]);
      expect(await producer.send([outgoing(0), outgoing(0)])).toEqual([41, 42]);
      expect(made()).toBe(2);
    }
  });

  it('where a partition was not acknowledged, though the send succeeded', async () => {
    const { producer, made } = producerOf([
      () => Promise.resolve([acknowledged(0, '7')]),
      () => Promise.resolve([acknowledged(0, '8'), acknowledged(1, '3')]),
    ]);
    expect(await producer.send([outgoing(0), outgoing(1), outgoing(0)])).toEqual([8, 3, 9]);
    expect(made()).toBe(2);
  });

  it('not for what no broker will take, nor beyond the deadline', async () => {
    const refused = producerOf([() => Promise.reject(protocolError('TOPIC_AUTHORIZATION_FAILED'))]);
    await expect(refused.producer.send([outgoing(0)])).rejects.toThrow('TOPIC_AUTHORIZATION_FAILED');
    expect(refused.made()).toBe(1);
    const silent = producerOf([() => new Promise(() => undefined)], 100);
    await expect(silent.producer.send([outgoing(0)])).rejects.toThrow('timed out');
  });

  it('not beyond the deadline either where the clock is set back meanwhile', () =>
    withClockSetBack(async (setBack) => {
      const { producer } = producerOf(
        [
          () => {
            setBack();
            return Promise.reject(protocolError('NOT_LEADER_FOR_PARTITION'));
          },
        ],
        300,
      );
      await expect(producer.send([outgoing(0)])).rejects.toThrow('NOT_LEADER_FOR_PARTITION');
    }));

  it('is kept while it works', async () => {
    const { producer, made } = producerOf([() => Promise.resolve([acknowledged(0, '1')])]);
    await producer.send([outgoing(0)]);
    await producer.send([outgoing(0)]);
    expect(made()).toBe(1);
  });
});
