import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readManifest } from '#pipelines/backup';
import { openStores } from '../../apps/host/src/open-stores.js';
import { doctors, roster, statement } from '../support/api-town.js';
import { basic, type BuiltServer } from '../support/built-server.js';
import { DistributedTown, type StoreServers } from '../support/distributed-town.js';
import { storeChecksums } from '../support/store-checksums.js';
import { until } from '../support/town.js';

const headers = {
  authorization: basic,
  'x-experience-api-version': '1.0.3',
  'content-type': 'application/json',
};
const roles = ['ingest', 'features', 'scoring', 'nudging'];

/** What a restore and the broker together must give back to the letter; scores are given anew. */
const compared = [
  'clickhouse statements',
  'clickhouse statement_log',
  'clickhouse statement_ids',
  'clickhouse statement_terms',
  'clickhouse statement_references',
  'clickhouse learner_days',
  'clickhouse dead_letters',
  'postgresql api_keys',
  'postgresql blob_keys',
  'postgresql documents',
  'postgresql enrolments',
  'postgresql identities',
  'postgresql learners',
  'postgresql runs',
  'postgresql users',
];

let home: string;
let town: DistributedTown;
let api: BuiltServer;
let workers: BuiltServer[];
let lost: StoreServers | undefined;
const sent: ReturnType<typeof nextStatement>[] = [];
let beforeBackup = 0;

const nextStatement = (number: number) => ({
  ...statement(
    doctors[number % doctors.length]?.name ?? '',
    'experienced',
    'page-1',
    new Date(Date.parse('2026-11-20T00:00:00Z') + number * 60_000).toISOString(),
  ),
  id: randomUUID(),
});
const post = async (path: string, body: object): Promise<number> =>
  (await fetch(`${api.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).status;
const ready = async ({ url }: BuiltServer): Promise<boolean> =>
  (await fetch(`${url}/health/ready`)).status === 200;

async function up(): Promise<void> {
  [api, ...workers] = await Promise.all([
    town.up('api', 'api'),
    town.up('one', ...roles),
    town.up('two', ...roles),
  ]);
  await until(
    'all are ready',
    async () => (await Promise.all([api, ...workers].map(ready))).every(Boolean),
    120,
  );
}

async function sending(isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const batch = Array.from({ length: 10 }, (_, index) => nextStatement(sent.length + index));
    expect(await post('/xapi/statements', batch)).toBe(200);
    sent.push(...batch);
  }
}

async function sumsOf(place: StoreServers): Promise<Record<string, unknown>> {
  const config = town.configOf('spec');
  const stores = await openStores({
    ...config,
    clickhouse: { kind: 'server', url: place.clickhouse.url, cluster: undefined },
    postgres: { kind: 'server', url: place.postgres.url },
  });
  try {
    const sums = await storeChecksums(stores.clickhouse, stores.postgres);
    return Object.fromEntries(compared.map((name) => [name, sums[name]]));
  } finally {
    await stores.close();
  }
}

/** Until every statement is stored, and counted. */
async function counted(): Promise<void> {
  const ids = sent.map(({ id }) => id);
  await until('all are stored', async () => (await town.countOf('statement_ids', ids)) === ids.length, 120);
  await until(
    'nothing waits',
    async () => {
      const text = await (await fetch(`${api.url}/metrics`)).text();
      const waiting = [...text.matchAll(/^snowlight_bus_waiting\{.*\} (\d+)$/gm)];
      return waiting.length > 0 && waiting.every(([, count]) => count === '0');
    },
    120,
  );
}

describe('a backup of a distributed system under load, and the broker that outlives the stores', () => {
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'snowlight-backup-'));
    town = await DistributedTown.start();
    await up();
    expect(await post('/v1/roster', roster)).toBe(200);
  }, 300_000);
  afterAll(async () => {
    await town.end();
    await Promise.all([lost?.clickhouse.close(), lost?.postgres.close()]);
    await rm(home, { recursive: true });
  });

  it('is made while statements come', async () => {
    let isOver = false;
    const senders = [sending(() => isOver), sending(() => isOver)];
    await until('there is something', () => Promise.resolve(sent.length >= 100), 60);
    beforeBackup = sent.length;
    const { code, stdout, stderr } = await town.command('backup', '--out', join(home, 'first'), '--json');
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ out: join(home, 'first') });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    isOver = true;
    await Promise.all(senders);
    const { tables, statementsFrom } = await readManifest(join(home, 'first'));
    expect(tables.find(({ table }) => table === 'statements')?.rows).toBeGreaterThanOrEqual(beforeBackup);
    expect(statementsFrom).toHaveLength(12);
    expect(sent.length).toBeGreaterThan(beforeBackup);
  }, 240_000);

  it('is not brought back while a process is at work', async () => {
    await counted();
    const { code, stderr } = await town.command('restore', '--from', join(home, 'first'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/consumers of Snowlight are at work on the broker: end every process first/);
  }, 240_000);

  it('brings back into empty stores what was there, and the broker what came after it: all, and once', async () => {
    await Promise.all([api, ...workers].map((server) => server.stop()));
    lost = await town.replaceStores();
    const before = await sumsOf(lost);
    const restored = await town.command('restore', '--from', join(home, 'first'), '--json');
    expect([restored.code, restored.stderr]).toEqual([0, '']);
    expect(JSON.parse(restored.stdout)).toMatchObject({ messagesLost: 0, erasedAgain: 0 });
    const again = await town.command('restore', '--from', join(home, 'first'));
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('the stores are not empty')]);
    await up();
    await counted();
    expect(await sumsOf({ clickhouse: town.clickhouse, postgres: town.postgres })).toEqual(before);
  }, 420_000);

  it('goes on: the same statement is accepted, another under its id is not', async () => {
    const [first] = sent;
    expect(await post('/xapi/statements', first!)).toBe(200);
    const other = { ...nextStatement(7), id: first!.id };
    expect(await post('/xapi/statements', other)).toBe(409);
  }, 60_000);
});
