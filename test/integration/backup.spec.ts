import { createHash, randomUUID } from 'node:crypto';
import { appendFile, copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { clickHouseMigrations, clickHouseTables, defineQuery, WholeNumber } from '#libs/clickhouse';
import { readConfig } from '#libs/config';
import { multipartEnd, partHead } from '#libs/xapi';
import {
  eventsMadeAgain,
  otherEventsTables,
  statementTables,
} from '../../pipelines/backup/src/events-tables.js';
import { readManifest } from '#pipelines/backup';
import { holdingDataDirectory, restoreStores, type RestoreReport } from '../../apps/host/src/index.js';
import { openStores } from '../../apps/host/src/open-stores.js';
import { allJobs } from '../../apps/jobs/src/index.js';
import { openApiTown, statement, townNow, type ApiTown } from '../support/api-town.js';
import { storeChecksums } from '../support/store-checksums.js';
import { PopulatedTown } from './access/populated-town.js';
import { XapiClient } from '../support/xapi-client.js';

const certificate = 'what a certificate says';
const sha2 = createHash('sha256').update(certificate).digest('hex');
const account = { homePage: 'https://id.example.org', name: 'leaver' };
const leaver = { objectType: 'Agent', name: 'Somebody Who Leaves', account };

let home: string;
let populated: PopulatedTown;
let town: ApiTown;
let xapi: XapiClient;
/** Of what lay still when the backup `still` was made. */
let sums: Record<string, string>;
/** Acknowledged before the backup `busy` began, and at all. */
const before: string[] = [];
const sent: string[] = [];
let contested: string;

const place = (name: string): string => join(home, name);

async function backUp(name: string): Promise<object> {
  const { signal } = new AbortController();
  return allJobs.get('backup')!.run(town.platform, { out: place(name) }, () => undefined, signal);
}

/** Into a new data directory, with the secret of the old one. */
async function restored(from: string, into: string, erasures: string[] = []): Promise<RestoreReport> {
  const directory = place(into);
  await mkdir(directory, { recursive: true });
  await copyFile(place('secret'), join(directory, 'secret'));
  return restoredInto(directory, from, erasures);
}

const configOf = (directory: string) => readConfig({ SNOWLIGHT_DATA_DIR: directory });

const restoredInto = (directory: string, from: string, erasures: string[] = []): Promise<RestoreReport> =>
  holdingDataDirectory(directory, () =>
    restoreStores(configOf(directory), { from: place(from), erasures }, () => undefined),
  );

const post = async (body: object): Promise<number> => (await xapi.ask('POST', 'statements', {}, body)).status;

async function postWithFile(id: string, actor: object, text: string): Promise<void> {
  const attachment = {
    usageType: 'https://example.org/usage',
    display: { en: 'A file' },
    contentType: 'text/plain',
    length: text.length,
    sha2: createHash('sha256').update(text).digest('hex'),
  };
  const body = {
    ...statement('x', 'experienced', 'page-1', '2026-11-20T08:00:00.000Z'),
    id,
    actor,
    attachments: [attachment],
  };
  const head = partHead('b', {
    'Content-Type': 'text/plain',
    'Content-Transfer-Encoding': 'binary',
    'X-Experience-API-Hash': attachment.sha2,
  });
  const whole = `${partHead('b', { 'Content-Type': 'application/json' })}${JSON.stringify(body)}${head}${text}${multipartEnd('b')}`;
  const answer = await xapi.ask('POST', 'statements', {}, whole, { type: 'multipart/mixed; boundary=b' });
  expect([answer.status, answer.text]).toEqual([200, JSON.stringify([id])]);
}

/** Sends until told to stop, each batch of people of its own. */
async function sending(sender: number, isOver: () => boolean): Promise<void> {
  for (let round = 0; !isOver(); round++) {
    const batch = Array.from({ length: 5 }, (_, index) => ({
      ...statement(`s${sender}-${round}-${index}`, 'experienced', 'page-1', '2026-11-22T08:00:00.000Z'),
      id: randomUUID(),
    }));
    if ((await post(batch)) === 200) sent.push(...batch.map(({ id }) => id));
  }
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'snowlight-backup-'));
  populated = await PopulatedTown.open();
  ({ town } = populated);
  xapi = await XapiClient.with(town, '1.0.3', 'xapi:all', 'identity:read');
  contested = randomUUID();
  const first = { ...statement('a02', 'answered', 'item-1', '2026-11-20T08:00:00.000Z'), id: contested };
  expect(await post(first)).toBe(200);
  await postWithFile(randomUUID(), leaver, certificate);
  await postWithFile(randomUUID(), { ...leaver, account: { ...account, name: 'stayer' } }, 'another file');
  const state = { activityId: 'https://example.org/a', agent: { account }, stateId: 's' };
  expect((await xapi.ask('PUT', 'activities/state', state, { page: 7 })).status).toBe(204);
  const about = {
    ...statement('a03', 'experienced', 'page-1', '2026-11-20T08:00:00.000Z'),
    object: { objectType: 'StatementRef', id: contested },
  };
  expect(await post(about)).toBe(200);
  const gone = { ...statement('a04', 'experienced', 'page-1', '2026-11-20T09:00:00.000Z'), id: randomUUID() };
  expect(await post(gone)).toBe(200);
  const voiding = {
    ...statement('a04', 'experienced', 'page-1', '2026-11-20T09:00:00.000Z'),
    verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
    object: { objectType: 'StatementRef', id: gone.id },
  };
  expect(await post(voiding)).toBe(200);

  let isOver = false;
  const senders = [0, 1, 2, 3].map((sender) => sending(sender, () => isOver));
  while (sent.length < 60) await sleep(5);
  before.push(...sent);
  await backUp('busy');
  isOver = true;
  await Promise.all(senders);
  await town.platform.bus.settled('statements');
  await town.platform.bus.settled('touched');
  await town.platform.bus.settled('rolled');
  await backUp('still');
  sums = await storeChecksums(town.platform.clickhouse, town.platform.postgres);
  await copyFile(join(town.platform.config.dataDir, 'secret'), place('secret'));
}, 300_000);
afterAll(() => rm(home, { recursive: true, force: true }));

describe('a backup', () => {
  it('is of every table, or says why not', async () => {
    const kept = [...statementTables, ...otherEventsTables].map(({ table }) => table);
    expect([...kept, ...Object.keys(eventsMadeAgain)].sort()).toEqual(
      [...(await clickHouseTables(clickHouseMigrations))].sort(),
    );
  });

  it('is refused where its directory is there already', async () => {
    await expect(backUp('still')).rejects.toThrow(/still is there already: name a directory that is not/);
    await expect(backUp('nowhere/still')).rejects.toThrow(/nowhere is not there: make it first/);
    await mkdir(place('left.incomplete'));
    await expect(backUp('left')).rejects.toThrow(/is under way, or was cut off: remove .*left\.incomplete/);
  });

  it('that is stopped leaves nothing', async () => {
    const stopped = AbortSignal.abort();
    const backup = allJobs.get('backup')!;
    await expect(
      backup.run(town.platform, { out: place('stopped') }, () => undefined, stopped),
    ).rejects.toThrow('the backup was stopped: nothing of it is kept');
    expect((await readdir(home)).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });

  it('says of each erasure after it that it was', async () => {
    const answer = allJobs
      .get('privacy.erase')!
      .run(
        town.platform,
        { tenant: 'default', person: { account }, reason: 'request 17' },
        () => undefined,
        new AbortController().signal,
      );
    expect(await answer).toMatchObject({ filesRemoved: 1 });
    const list = await readFile(join(town.platform.config.blobDir, 'erasures.jsonl'), 'utf8');
    expect(list).toContain('request 17');
    await appendFile(place('erasures.jsonl'), list);
    await backUp('later');
    await populated.close();
  }, 60_000);
});

describe('a restore', () => {
  it('without the secret, or with another, is refused', async () => {
    await mkdir(place('no-secret'));
    await expect(restoredInto(place('no-secret'), 'still')).rejects.toThrow(
      /a backup does not hold the root secret: set SNOWLIGHT_SECRET, or put the file/,
    );
    await appendFile(join(place('no-secret'), 'secret'), 'x'.repeat(40));
    await expect(restoredInto(place('no-secret'), 'still')).rejects.toThrow(
      /the root secret is not the one that .*still was made with/,
    );
  });

  it.each([
    ['a file was cut off', 'is cut off', (path: string) => truncate(path, 20)],
    ['a file has one more byte', 'its hash differs', (path: string) => appendFile(path, 'x')],
    ['a file is gone', 'is not there', (path: string) => rm(path)],
  ])('of a backup of which %s is refused before anything is written', async (what, sentence, harm) => {
    const name = what.replaceAll(' ', '-');
    await cp(place('still'), place(name), { recursive: true });
    await harm(join(place(name), 'clickhouse.statement_log.tsv.gz'));
    await expect(restored(name, `into-${name}`)).rejects.toThrow(sentence);
    expect(await readdir(place(`into-${name}`))).not.toContain('postgres');
  });

  it('of a backup that was cut off while it was made is refused', async () => {
    await cp(place('still'), place('half'), { recursive: true });
    await rm(join(place('half'), 'manifest.json'));
    await expect(restored('half', 'into-half')).rejects.toThrow(
      /is not a whole backup \(manifest.json is missing\)/,
    );
  });

  it('is refused where a list of later erasures cannot be read, and says what it is', async () => {
    const into = (path: string): Promise<RestoreReport> => restored('still', 'unread', [path]);
    await expect(into(place('nowhere'))).rejects.toThrow(/nowhere is not there: name a backup, or a list/);
    await expect(into(place('n'.repeat(300)))).rejects.toMatchObject({ code: 'ENAMETOOLONG' });
    expect(await readdir(place('unread'))).not.toContain('postgres');
  });

  it('of what lay still gives every row back', async () => {
    const report = await restored('still', 'second');
    expect(report).toMatchObject({ laterErasures: 'unknown', erasedAgain: 0, attachments: 2 });
    const stores = await openStores(configOf(place('second')));
    try {
      expect(await storeChecksums(stores.clickhouse, stores.postgres)).toEqual(sums);
    } finally {
      await stores.close();
    }
  }, 120_000);

  it('into stores that have rows is refused', async () => {
    await expect(restored('still', 'second')).rejects.toThrow(/the stores are not empty \(\w+ has rows\)/);
  }, 60_000);

  it('gives back a system that goes on', async () => {
    const again = await openApiTown({}, place('second'));
    try {
      // its clock begins again, and what is stored later than now is not read
      await again.platform.stores.tenants.setSimulatedNow('default', new Date(townNow.getTime() + 3_600_000));
      await sleep(300);
      const client = await XapiClient.with(again, '1.0.3', 'xapi:all', 'identity:read');
      const first = { ...statement('a02', 'answered', 'item-1', '2026-11-20T08:00:00.000Z'), id: contested };
      expect((await client.ask('POST', 'statements', {}, first)).status).toBe(200);
      const other = {
        ...statement('a02', 'experienced', 'item-1', '2026-11-20T08:00:00.000Z'),
        id: contested,
      };
      expect((await client.ask('POST', 'statements', {}, other)).status).toBe(409);
      const file = await client.ask('GET', 'statements', { agent: { account }, attachments: 'true' });
      expect(file.text).toContain(certificate);
      const state = { activityId: 'https://example.org/a', agent: { account }, stateId: 's' };
      expect((await client.ask('GET', 'activities/state', state)).json()).toEqual({ page: 7 });
      const old = await client.ask('GET', 'statements', { statementId: contested }, undefined, {
        key: 'town-admin:town-admin-secret',
      });
      expect(old.status).toBe(200);
      // the filter of a term that the statement has of the one that it is about
      const about = await client.ask('GET', 'statements', {
        verb: statement('x', 'answered', 'y', '').verb.id,
      });
      expect(z.object({ statements: z.array(z.unknown()) }).parse(about.json()).statements).toHaveLength(2);
      await again.mirror();
      const rows = defineQuery({
        name: 'mirrored',
        sql: 'SELECT count() AS n FROM enrolments FINAL',
        params: z.object({}),
        row: z.object({ n: WholeNumber }),
      });
      expect(await again.platform.clickhouse.query(rows, {})).toEqual([{ n: 30 }]);
    } finally {
      await again.close();
    }
  }, 120_000);

  it('of a backup from before an erasure erases again whom a later list names', async () => {
    const report = await restored('still', 'third', [place('erasures.jsonl')]);
    expect(report).toMatchObject({ laterErasures: 'known', erasedAgain: 1 });
    const stores = await openStores(configOf(place('third')));
    try {
      const left = await stores.postgres.query(`SELECT reason FROM erasures`);
      expect(left).toEqual([{ reason: 'request 17' }]);
      const keys = await stores.postgres.query(`SELECT FROM blob_keys WHERE sha2 = $1`, [sha2]);
      expect(keys).toEqual([]);
      expect(JSON.stringify(await readdir(join(place('third'), 'blobs'), { recursive: true }))).not.toContain(
        sha2,
      );
      expect(await readFile(join(place('third'), 'blobs', 'erasures.jsonl'), 'utf8')).toContain('request 17');
    } finally {
      await stores.close();
    }
  }, 120_000);

  it('takes erasures from a later backup too', async () => {
    const report = await restored('still', 'fourth', [place('later')]);
    expect(report).toMatchObject({ laterErasures: 'known', erasedAgain: 1 });
  }, 120_000);

  it('of a backup that was made under load has whatever was acknowledged before, and each statement whole', async () => {
    const { leftOut } = await readManifest(place('busy'));
    await restored('busy', 'fifth');
    const stores = await openStores(configOf(place('fifth')));
    const { clickhouse, postgres } = stores;
    try {
      const idsOf = async (table: string): Promise<string[]> => {
        const query = defineQuery({
          name: table,
          sql: `SELECT toString(statement_id) AS id FROM ${table} FINAL ORDER BY id`,
          params: z.object({}),
          row: z.object({ id: z.string() }),
        });
        return (await clickhouse.query(query, {})).map(({ id }) => id);
      };
      const typed = await idsOf('statements');
      expect(new Set(typed).size).toBe(typed.length);
      expect(await idsOf('statement_log')).toEqual(typed);
      expect(await idsOf('statement_ids')).toEqual(typed);
      expect(before.filter((id) => !typed.includes(id))).toEqual([]);
      expect(leftOut.filter((key) => before.includes(key.split('\t')[1] ?? ''))).toEqual([]);
      const pids = defineQuery({
        name: 'people',
        sql: `SELECT DISTINCT learner_pid AS pid FROM statements`,
        params: z.object({}),
        row: z.object({ pid: z.string() }),
      });
      const named = (await clickhouse.query(pids, {})).map(({ pid }) => pid);
      const known = await postgres.query<{ pid: string }>(
        `SELECT learner_pid AS pid FROM identities WHERE learner_pid = ANY ($1)`,
        [named],
      );
      expect(known).toHaveLength(named.length);
    } finally {
      await stores.close();
    }
  }, 120_000);

  it('that was cut off keeps every process from starting', async () => {
    const directory = place('sixth');
    await restored('still', 'sixth');
    const stores = await openStores(configOf(directory));
    await stores.postgres.query(`INSERT INTO pipeline_watermarks (name, at) VALUES ('restore', now())`);
    await stores.close();
    await expect(openStores(configOf(directory))).rejects.toThrow(
      /a restore into these stores was cut off, or is under way: make both stores empty, and restore again/,
    );
  }, 120_000);
});
