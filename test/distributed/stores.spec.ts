import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { featureNames } from '#libs/features';
import { dayIn } from '#libs/postgres';
import { createProvince } from '#libs/simulator';
import { validateStatement, type Statement } from '#libs/xapi';
import { trainRisk } from '#pipelines/training';
import { migrateStores, openStores } from '../../apps/host/src/open-stores.js';
import { bySpec } from '../support/by-spec.js';
import { ClickHouseServer } from '../support/clickhouse-server/clickhouse-server.js';
import { delivery } from '../support/data-path.js';
import { PostgresServer } from '../support/postgres-server/postgres-server.js';
import { checksumsOf, type Checksums } from '../support/twin-checksums.js';
import { openTestStores, type TestStores } from '../support/stores.js';
import { Town, until } from '../support/town.js';

const tenant = 'town';
const province = createProvince({
  seed: 5,
  learners: 16,
  pastLearners: 50,
  weeks: 4,
  startDay: '2026-09-28',
});
const history = province.advance(province.present).statements;
const registrar = province.rosterNow();
const today = dayIn('Asia/Shanghai', new Date(province.present));
const statements = new Set(history.map(({ statement }) => statement.id)).size;

function legal(statement: object): Statement {
  const result = validateStatement(JSON.parse(JSON.stringify(statement)), '1.0.3');
  if (!result.ok) throw new Error('not legal');
  return result.statement;
}

/** The way of every event of the province, from the door to the scores. */
async function liveThrough(
  stores: TestStores,
  storesAlone: boolean,
  between: (part: number) => Promise<void> = () => Promise.resolve(),
): Promise<Checksums> {
  const town = new Town(stores, tenant);
  await town.at(province.present);
  await town.apply(registrar);
  await town.mirror();
  const open = town.open(['ingest', 'features', 'scoring'], {}, { storesAlone });
  let disturbing: Promise<void> = Promise.resolve();
  for (let from = 0, part = 0; from < history.length; from += 500, part++) {
    const sent = history.slice(from, from + 500);
    const order = delivery(
      tenant,
      sent.map(({ statement }) => legal(statement)),
      { stored: sent.map(({ arrivesAt }) => arrivesAt), whenFull: 'wait' },
    );
    disturbing = Promise.all([disturbing, between(part)]).then(() => undefined);
    // a sender that is told to come again does
    await until(
      'the delivery is taken',
      () =>
        open.intake(order).then(
          ({ kind }) => kind === 'accepted',
          () => false,
        ),
      60,
    );
  }
  await disturbing;
  await open.settled();
  const runs = (registrar.runs ?? [])
    .filter(({ end }) => end !== null && end <= today)
    .map(({ code }) => code);
  const { version, model } = await trainRisk(stores.clickhouse, { tenant, runs, today, seed: 1 });
  const about = {
    createdAt: new Date(province.present),
    trainedOn: runs,
    metrics: {},
    features: [...featureNames],
  };
  await town.riskModels.add(tenant, { version, model, ...about });
  await town.riskModels.promote(tenant, version, bySpec);
  town.ahead += 6000;
  await town.watermarks.advance('rollups', { at: new Date(town.now()) });
  open.running.begin();
  const scored = async (): Promise<string> => JSON.stringify((await checksumsOf(stores.clickhouse)).scores);
  let last = '';
  await until(
    'a sweep has scored everybody',
    async () => {
      const before = last;
      last = await scored();
      await new Promise((resolve) => setTimeout(resolve, 1500));
      return last !== '{"rows":0,"sum":"0"}' && last === before;
    },
    60,
  );
  await open.close();
  return checksumsOf(stores.clickhouse);
}

describe('the same statements through servers over the wire', () => {
  let clickhouseServer: ClickHouseServer;
  let postgresServer: PostgresServer;
  let servers: TestStores;
  let embedded: Checksums;

  beforeAll(async () => {
    const own = await openTestStores('embedded');
    embedded = await liveThrough(own, true).finally(() => own.close());
    [clickhouseServer, postgresServer] = await Promise.all([
      ClickHouseServer.start(),
      PostgresServer.start(),
    ]);
    const config = {
      mode: 'distributed',
      clickhouse: { kind: 'server', url: clickhouseServer.url, cluster: undefined },
      postgres: { kind: 'server', url: postgresServer.url },
    } as const;
    await expect(openStores(config)).rejects.toThrow(/schema is older .* run "snowlight migrate"/);
    const steps: string[] = [];
    const migrations = await migrateStores(config, (store, name) => steps.push(`${store} ${name}`));
    expect(steps).toHaveLength(migrations);
    expect(await migrateStores(config, () => undefined)).toBe(0);
    const dataDir = await mkdtemp(join(tmpdir(), 'snowlight-servers-'));
    const stores = await openStores(config);
    servers = {
      ...stores,
      dataDir,
      async close() {
        await stores.close();
        await rm(dataDir, { recursive: true });
      },
    };
  }, 300_000);
  afterAll(async () => {
    await servers.close();
    await Promise.all([clickhouseServer.close(), postgresServer.close()]);
  });

  it('makes the same tables, with ClickHouse killed and PostgreSQL restarted on the way', async () => {
    const through = await liveThrough(servers, false, async (part) => {
      if (part === 4 && clickhouseServer.isOurs) {
        await clickhouseServer.kill();
        await clickhouseServer.restart();
      }
      if (part === 8 && postgresServer.isOurs) {
        await postgresServer.stop();
        await postgresServer.restart();
      }
    });
    expect(through).toEqual(embedded);
    expect(through.ids).toMatchObject({ rows: statements });
    expect(through.scores).toMatchObject({ rows: expect.any(Number) });
  }, 300_000);
});
