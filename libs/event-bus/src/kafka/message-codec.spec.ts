import { describe, expect, it } from '@jest/globals';
import type { KafkaMessage } from 'kafkajs';
import { decodeMessage } from './message-codec.js';

const message = (schema: string): KafkaMessage => ({
  key: Buffer.from('k'),
  value: Buffer.from('{"v":1,"tenant":"t"}'),
  timestamp: '0',
  attributes: 0,
  offset: '7',
  headers: { 'snowlight-schema': schema },
});
const kindOf = (schema: string): string =>
  decodeMessage('statements', 0, { schemaVersion: 3, oldestReadable: 2 }, message(schema)).kind;

describe('what a process that writes version 3, and reads from version 2 on, makes of a message', () => {
  it.each([
    ['statements/3', 'ok'],
    ['statements/2', 'ok'],
    ['statements/1', 'unreadable'],
    ['statements/4', 'newer'],
    ['statements/12', 'newer'],
    ['statements/four', 'unreadable'],
    ['statements/-1', 'unreadable'],
    ['touched/4', 'unreadable'],
    ['', 'unreadable'],
  ])('of %j', (schema, kind) => {
    expect(kindOf(schema)).toBe(kind);
  });
});
