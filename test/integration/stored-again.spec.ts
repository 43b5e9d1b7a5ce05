import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { verbs } from '#libs/contracts';
import * as z from 'zod';
import { defineQuery } from '#libs/clickhouse';
import { scopeParameters } from '../../apps/api/src/access/scope-parameters.js';
import { SilenceParameters, silences } from '../../apps/api/src/risk/silence.js';
import { intakeMinutes } from '../../apps/api/src/system/system.query.js';
import { activity, openApiTown, statement, type ApiTown } from '../support/api-town.js';
import { XapiClient } from '../support/xapi-client.js';

let town: ApiTown;
let client: XapiClient;
/** In the order of storing. */
const ids = Array.from({ length: 9 }, () => randomUUID());

interface Page {
  readonly statements: readonly { readonly id: string }[];
  readonly more: string;
}

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
      const met: string[] = [];
      let page = (
        await client.ask('GET', 'statements', { ...filter, limit, ascending: 'true' })
      ).json() as Page;
      for (;;) {
        met.push(...page.statements.map(({ id }) => id));
        if (page.more === '') break;
        const more = new URL(page.more, 'http://snowlight').searchParams.get('more') ?? '';
        page = (await client.ask('GET', 'statements', { more })).json() as Page;
      }
      expect([limit, met]).toEqual([limit, ids]);
    }
  },
);

it('are counted once in the intake of the last hour', async () => {
  const minutes = await town.platform.clickhouse.query(intakeMinutes, { tenant: 'default' });
  expect(minutes.reduce((sum, { statements }) => sum + statements, 0)).toBe(ids.length);
});

const silenceOf = defineQuery({
  name: 'silences of a run',
  sql: `SELECT learner_pid, toBool(offline) AS offline FROM (${silences})`,
  params: SilenceParameters,
  row: z.object({ learner_pid: z.string(), offline: z.boolean() }),
});

it('make nobody look as if their network were away: what came late counts once', async () => {
  const { clickhouse } = town.platform;
  const [run, learner_pid] = ['https://example.org/runs/late', 'somebody'];
  const enrolment = {
    tenant: 'default',
    run,
    learner_pid,
    region_path: [],
    registered_day: '2026-09-01',
    start_day: '2026-09-01',
    status: 'started',
    revision: 1,
  };
  await clickhouse.insert('enrolments', [enrolment], { token: randomUUID() });
  // one of six is late, less than a fifth; were it counted twice, it would be more
  const viewed = Array.from({ length: 6 }, (_, day) => ({
    tenant: 'default',
    run,
    learner_pid,
    day: `2026-11-0${String(day + 1)}`,
    statement_id: randomUUID(),
    timestamp: `2026-11-0${String(day + 1)}T04:00:00.000Z`,
    stored: `2026-11-0${String(day === 0 ? 4 : day + 1)}T05:00:00.000Z`,
    kind: 'viewed',
    source: 'xapi',
  }));
  await clickhouse.insert('statements', viewed, { token: randomUUID() });
  await clickhouse.insert('statements', viewed.slice(0, 1), { token: randomUUID() });
  const asked = {
    ...scopeParameters('default', { kind: 'tenant' }),
    runs: [run],
    now: '2026-11-24T04:00:00.000Z',
  };
  expect(await clickhouse.query(silenceOf, asked)).toEqual([{ learner_pid, offline: false }]);
});
