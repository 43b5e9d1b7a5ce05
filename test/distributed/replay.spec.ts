import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Random } from '../../libs/simulator/src/random.js';
import { ChaosSenders } from '../chaos/chaos-senders.js';
import { compareStores } from '../crash/compare-stores.js';
import type { BuiltServer } from '../support/built-server.js';
import { DistributedTown } from '../support/distributed-town.js';
import { whyNoKafka } from '../support/kafka/kafka-jars.js';
import { until } from '../support/town.js';

const workerRoles = ['ingest', 'features', 'scoring', 'nudging'];
const reason = whyNoKafka();
const suite = reason === undefined ? describe : describe.skip;

let town: DistributedTown;
let api: BuiltServer;
let senders: ChaosSenders;

suite(
  `what is counted again over several processes${reason === undefined ? '' : `: skipped, ${reason}`}`,
  () => {
    beforeAll(async () => {
      town = await DistributedTown.start();
      const servers = await Promise.all([
        town.up('api', 'api'),
        town.up('one', ...workerRoles),
        town.up('two', ...workerRoles),
      ]);
      [api] = servers;
      for (const { url } of servers)
        await until('all are ready', async () => (await fetch(`${url}/health/ready`)).status === 200, 60);
      const random = new Random('replay', 1);
      senders = new ChaosSenders(
        () => api.url,
        () => random.uniform(),
      );
    }, 300_000);
    afterAll(() => town.end());

    const replay = async (): Promise<number> => {
      const { code, stdout, stderr } = await town.command(
        'replay',
        '--from',
        '2020-01-01T00:00:00Z',
        '--json',
      );
      if (code !== 0) throw new Error(`replay ended with ${String(code)}: ${stderr}`);
      return (JSON.parse(stdout) as { learners: number }).learners;
    };

    /** Of every figure that is counted from statements; when it was counted is left out. */
    const checksum = (): Promise<string> =>
      town.clickhouse.statement(
        `SELECT count(), sum(cityHash64(* EXCEPT counted_at)) FROM ${town.database}.learner_days FINAL`,
      );

    /** Until what was acknowledged is stored and counted. */
    const whole = async () => {
      await api.counted();
      return compareStores(
        { kind: 'server', url: town.clickhouse.url, cluster: undefined },
        senders.acknowledged,
      );
    };
    const right = { missing: [], doubled: [], wrongLearnerDays: 0, deadLetters: 0 };

    it('while statements arrive, twice, is what it was; and what counting everything anew gives', async () => {
      const sending = senders.send(1);
      await until('there is something to count', () => Promise.resolve(senders.acknowledged.size > 200), 60);
      const before = senders.acknowledged.size;
      for (let time = 0; time < 2; time++) expect(await replay()).toBeGreaterThan(10);
      await sleep(500);
      senders.stop();
      await sending;
      // they did arrive meanwhile
      expect(senders.acknowledged.size).toBeGreaterThan(before + 100);
      expect(senders.unexpected).toEqual([]);
      expect(await whole()).toMatchObject(right);

      const counted = await checksum();
      await town.clickhouse.statement(`TRUNCATE TABLE ${town.database}.learner_days`);
      expect(await checksum()).not.toBe(counted);
      await replay();
      expect(await checksum()).toBe(counted);
    }, 600_000);

    it('alone, twice, changes nothing', async () => {
      const counted = await checksum();
      for (let time = 0; time < 2; time++) {
        await replay();
        expect(await checksum()).toBe(counted);
      }
      expect(await whole()).toMatchObject(right);
    }, 600_000);
  },
);
