import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { verbs } from '#libs/contracts';
import { defineQuery, WholeNumber } from '#libs/clickhouse';
import { createTermHash } from '#libs/xapi';
import {
  beginNewestStatements,
  fillIdFilter,
  IdFilter,
  NewestStatements,
  StatementMemory,
} from '#pipelines/ingest';
import { activity, openApiTown, statement, townNow, type ApiTown } from '../support/api-town.js';
import { XapiClient } from '../support/xapi-client.js';

let town: ApiTown;
let client: XapiClient;

beforeAll(async () => {
  town = await openApiTown();
  client = await XapiClient.with(town, '1.0.3', 'xapi:all', 'identity:read');
}, 60_000);
afterAll(() => town.close());

const agent = { account: { homePage: 'https://id.example.org', name: 'a01' } };
const stored = defineQuery({
  name: 'statements of the log',
  sql: 'SELECT count() AS count FROM statement_log',
  params: z.object({}),
  row: z.object({ count: WholeNumber }),
});

const placesOfTerm = defineQuery({
  name: 'places of a term in the log',
  sql: `SELECT toUnixTimestamp64Milli(stored) AS at, n FROM statement_log
    WHERE tenant = 'default' AND has(terms, {term:UInt64}) ORDER BY at DESC, n DESC`,
  params: z.object({ term: z.bigint() }),
  row: z.object({ at: WholeNumber, n: z.number() }),
});

const sentAs = (id: string, minute: number, more: object = {}) => ({
  ...statement('a01', 'experienced', 'page-1', `2026-11-20T08:${String(minute).padStart(2, '0')}:00.000Z`),
  id,
  ...more,
});

describe('what was acknowledged', () => {
  const ids: string[] = [];

  it('is read at once, by id and in every list, in both orders and over pages, stored or not', async () => {
    let behind = 0;
    for (let minute = 0; minute < 40; minute++) {
      const id = randomUUID();
      expect((await client.ask('POST', 'statements', {}, sentAs(id, minute))).status).toBe(200);
      ids.push(id);
      const [inStore] = await town.platform.clickhouse.query(stored, {});
      behind += Number(inStore!.count < ids.length);
      const one = await client.ask('GET', 'statements', { statementId: id });
      expect([one.status, (one.json() as { id: string }).id]).toEqual([200, id]);
      if (minute % 4 > 0) continue;
      for (const filter of [{}, { agent }, { verb: verbs.experienced, activity: activity('page-1') }]) {
        expect(await client.idsOfList({ ...filter, limit: '7' })).toEqual([...ids].reverse());
        expect(await client.idsOfList({ ...filter, limit: '7', ascending: 'true' })).toEqual(ids);
      }
    }
    expect(behind).toBeGreaterThan(0);
  });

  it('is read at once where it voids what has just come', async () => {
    const [voided, voiding] = [randomUUID(), randomUUID()];
    await client.ask('POST', 'statements', {}, sentAs(voided, 50));
    const about = {
      verb: { id: verbs.voided },
      object: { objectType: 'StatementRef', id: voided },
    };
    await client.ask('POST', 'statements', {}, sentAs(voiding, 51, about));
    expect((await client.ask('GET', 'statements', { statementId: voided })).status).toBe(404);
    expect((await client.ask('GET', 'statements', { voidedStatementId: voided })).status).toBe(200);
    expect(await client.idsOfList({ agent, limit: '9' })).toEqual([voiding, ...[...ids].reverse()]);
  });
});

it('a page of the past stays what it is, and leads on to what has come since', async () => {
  const verb = 'http://adlnet.gov/expapi/verbs/asked';
  const sent: string[] = [];
  const send = async (): Promise<void> => {
    const id = randomUUID();
    sent.push(id);
    const more = { verb: { id: verb } };
    expect((await client.ask('POST', 'statements', {}, sentAs(id, sent.length, more))).status).toBe(200);
  };
  for (let n = 0; n < 5; n++) await send();
  const { tenants } = town.platform.stores;
  await tenants.setSimulatedNow('default', new Date(townNow.getTime() + 600_000));
  // what is believed of the tenant is believed for a quarter of a second
  await sleep(400);
  for (let n = 0; n < 4; n++) {
    await send();
    expect(await client.idsOfList({ verb, limit: '3', ascending: 'true' })).toEqual(sent);
  }
});

it('the filter of ids holds every stored id after a start, those that end in zeros too', async () => {
  const ends = ['000000000000', '000000000001', '0000000000ff', '00000000ff00', 'ff0000000000'];
  const ids = ends.map((end) => `aaaaaaaa-0000-4000-8000-${end}`);
  for (const [n, id] of ids.entries()) await client.ask('POST', 'statements', {}, sentAs(id, n));
  await town.platform.bus.settled('statements');
  const filter = new IdFilter();
  await fillIdFilter(town.platform.clickhouse, filter);
  expect(ids.filter((id) => !filter.mayHold('default', id))).toEqual([]);
  expect(filter.mayHold('default', 'bbbbbbbb-0000-4000-8000-000000000000')).toBe(false);
});

it('after a start the newest are found where what comes next is', async () => {
  await town.platform.bus.settled('statements');
  const { clickhouse } = town.platform;
  const { newest } = new StatementMemory(1e8);
  await beginNewestStatements(clickhouse, newest, ['other', 'default']);
  const term = createTermHash()(['verb', verbs.experienced]);
  const expected = await clickhouse.query(placesOfTerm, { term });
  expect(expected.length).toBeGreaterThan(40);
  const all = { since: 0, until: 1e14, after: null };
  expect(newest.find('default', { ...all, terms: [term], rows: 1000 })).toEqual(expected);
  expect(newest.find('default', { ...all, terms: [term], rows: 3 })).toEqual(expected.slice(0, 3));
  expect(newest.find('other', { ...all, terms: [], rows: 3 })).toEqual([]);
  // of a store with more than there is room for, what is before them is the store's to tell
  const few = new NewestStatements(32);
  await beginNewestStatements(clickhouse, few, ['default']);
  expect(few.find('default', { ...all, terms: [term], rows: 1000 })).toBeNull();
  expect(few.find('default', { ...all, terms: [term], rows: 3 })).toEqual(expected.slice(0, 3));
});
