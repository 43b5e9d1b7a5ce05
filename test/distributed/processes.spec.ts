import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { basic, type BuiltServer } from '../support/built-server.js';

import { DistributedTown } from '../support/distributed-town.js';
import { describedMetrics, metricsOf } from '../support/metric-names.js';
import { until } from '../support/town.js';

const headers = {
  authorization: basic,
  'x-experience-api-version': '1.0.3',
  'content-type': 'application/json',
};
const workerRoles = ['ingest', 'features', 'scoring', 'nudging'];

const statement = (learner: number) => ({
  id: randomUUID(),
  actor: { account: { homePage: 'https://id.example.org', name: `doctor-${String(learner)}` } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
  object: { id: 'https://example.org/page' },
});

let town: DistributedTown;
let api: BuiltServer;
let worker: BuiltServer;

const ready = async (server: BuiltServer): Promise<boolean> =>
  (await fetch(`${server.url}/health/ready`)).status === 200;
const post = async (body: object): Promise<number> => {
  const request = { method: 'POST', headers, body: JSON.stringify(body) };
  return (await fetch(`${api.url}/xapi/statements`, request)).status;
};
const isThere = async (id: string): Promise<boolean> =>
  (await fetch(`${api.url}/xapi/statements?statementId=${id}`, { headers })).status === 200;

describe('an API and workers as processes of their own', () => {
  beforeAll(async () => {
    town = await DistributedTown.start();
    [api, worker] = await Promise.all([town.up('api', 'api'), town.up('worker', ...workerRoles)]);
    await until('both are ready', async () => (await ready(api)) && (await ready(worker)), 60);
  }, 180_000);
  afterAll(() => town.end());

  it('what the one takes in, the other stores', async () => {
    const sent = statement(1);
    expect(await post(sent)).toBe(200);
    await until('it can be read', () => isThere(sent.id), 30);
  });

  it('each is measured', async () => {
    for (const { url } of [api, worker]) {
      const answer = await (await fetch(`${url}/metrics`)).text();
      expect(answer).toContain('snowlight_bus_waiting{');
      expect(answer).toContain('snowlight_ready{check="bus"} 1');
      expect(metricsOf(answer)).toEqual(describedMetrics());
    }
    const answer = await (await fetch(`${worker.url}/metrics`)).text();
    expect(answer).toContain('snowlight_bus_partitions_assigned{topic="statements"} 12');
    for (const work of ['features', 'sweep']) expect(answer).toContain(`snowlight_leading{work="${work}"} 1`);
    expect(answer).toContain('snowlight_outbox_oldest_seconds{role="nudging"} 0');
  });

  it('the API tells the lag of every partition, though others handle the messages', async () => {
    const { lagMinutes } = (await (await fetch(`${api.url}/v1/system`, { headers })).json()) as {
      lagMinutes: { topic: string; group: string; partition: number; waiting: (number | null)[] }[];
    };
    const readers = ['statements ingest', 'touched features', 'rolled scoring', 'scored nudging'];
    expect(lagMinutes.map(({ topic, group, partition }) => `${topic} ${group} ${String(partition)}`)).toEqual(
      readers.flatMap((reader) =>
        Array.from({ length: 12 }, (_, partition) => `${reader} ${String(partition)}`),
      ),
    );
    // a minute that has just begun has no figure yet
    for (const { waiting } of lagMinutes) expect(waiting.at(-1) ?? waiting.at(-2)).toBeGreaterThanOrEqual(0);
  });

  it('what is acknowledged while a worker is killed is there once, and conflicts stay conflicts', async () => {
    const ids: string[] = [];
    for (let part = 0; part < 20; part++) {
      const batch = Array.from({ length: 10 }, (_, index) => statement(index));
      expect(await post(batch)).toBe(200);
      ids.push(...batch.map(({ id }) => id));
      if (part === 6) await worker.kill();
      if (part === 12) worker = await town.up('worker', ...workerRoles);
    }
    await until('all can be read', async () => (await Promise.all(ids.map(isThere))).every(Boolean), 60);
    expect(await town.countOf('statement_ids', ids)).toBe(ids.length);
    expect(await town.countOf('statements', ids)).toBe(ids.length);
    const other = { ...statement(3), id: ids[0] };
    expect(await post(other)).toBe(409);
  });

  it('with no worker statements are taken all the same, and stored by the next one', async () => {
    await worker.stop();
    const sent = statement(5);
    expect(await post(sent)).toBe(200);
    worker = await town.up('another', ...workerRoles);
    await until('it can be read', () => isThere(sent.id), 60);
  });

  it('a message of another program is a dead letter, with its bytes and headers', async () => {
    const kafka = new kafkajs.Kafka({
      brokers: [town.broker.address],
      logLevel: kafkajs.logLevel.NOTHING,
    });
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({
      topic: 'snowlight.statements',
      messages: [{ key: 'k', value: 'not ours', headers: { from: 'elsewhere' } }],
    });
    await producer.disconnect();
    const letters = async () => {
      const answer = await fetch(`${api.url}/v1/system/dead-letters`, { headers });
      return answer.text();
    };
    await until('it is shown', async () => (await letters()).includes('not ours'), 30);
    expect(await letters()).toContain('another program has written to this topic');
    expect(await letters()).toContain('elsewhere');
    const after = statement(6);
    expect(await post(after)).toBe(200);
    await until('what came after it can be read', () => isThere(after.id), 30);
  });
});
