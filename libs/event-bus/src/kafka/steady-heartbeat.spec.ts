import { createRequire } from 'node:module';
import { expect, it } from '@jest/globals';
import { steadyHeartbeat } from './steady-heartbeat.js';

interface Group {
  lastRequest: number;
  heartbeat: (options: { interval: number }) => Promise<void>;
}

it('a heartbeat is sent though the last one lies in the future', async () => {
  steadyHeartbeat();
  steadyHeartbeat();
  const load = createRequire(import.meta.url);
  const ConsumerGroup = load('kafkajs/src/consumer/consumerGroup.js') as new (parts: object) => Group;
  let beats = 0;
  const group: Group = Object.assign(new ConsumerGroup({ logger: { namespace: () => ({}) } }), {
    memberId: 'me',
    coordinator: {
      heartbeat() {
        beats++;
        return Promise.resolve();
      },
    },
    instrumentationEmitter: { emit: () => undefined },
  });
  await group.heartbeat({ interval: 1000 });
  expect(beats).toBe(0);
  group.lastRequest = Date.now() + 3_600_000;
  await group.heartbeat({ interval: 1000 });
  await group.heartbeat({ interval: 1000 });
  expect(beats).toBe(1);
});
