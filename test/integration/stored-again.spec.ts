import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { verbs } from '#libs/contracts';
import { intakeMinutes } from '../../apps/api/src/system/system.query.js';
import { activity, openApiTown, statement, type ApiTown } from '../support/api-town.js';
import { XapiClient } from '../support/xapi-client.js';

let town: ApiTown;
let client: XapiClient;
/** In the order of storing. */
const ids = Array.from({ length: 9 }, () => randomUUID());

beforeAll(async () => {
  town = await openApiTown();
  client = await XapiClient.with(town, '1.0.3', 'xapi:all', 'identity:read');
  const { clickhouse } = town.platform;
  await clickhouse.command('no merges', 'SYSTEM STOP MERGES');
  for (const [minute, id] of ids.entries()) {
    const sent = statement('a01', 'experienced', 'page-1', `2026-11-20T08:0${String(minute)}:00.000Z`);
    expect((await client.ask('POST', 'statements', {}, { ...sent, id })).status).toBe(200);
  }
  // until what was acknowledged is stored
  await town.platform.bus.settled('statements');
  // what the next process does with what the killed one had inserted and not yet taken out of its journal
  await clickhouse.command('stored again', 'INSERT INTO statement_log SELECT * FROM statement_log');
  await clickhouse.command('counted again', 'INSERT INTO statements SELECT * FROM statements');
}, 60_000);
afterAll(() => town.close());

const agent = { account: { homePage: 'https://id.example.org', name: 'a01' } };

it.each([
  ['without a filter', {}],
  ['of an agent', { agent }],
  ['of a verb and an activity', { verb: verbs.experienced, activity: activity('page-1') }],
])(
  'statements that a killed process had stored already stand once on the pages, and none is left out: %s',
  async (_, filter) => {
    for (const limit of ['1', '2', '4', '9', '0']) {
      const met = await client.idsOfList({ ...filter, limit, ascending: 'true' });
      expect([limit, met]).toEqual([limit, ids]);
    }
  },
);

it('are counted once in the intake of the last hour', async () => {
  const minutes = await town.platform.clickhouse.query(intakeMinutes, { tenant: 'default' });
  expect(minutes.reduce((sum, { statements }) => sum + statements, 0)).toBe(ids.length);
});
