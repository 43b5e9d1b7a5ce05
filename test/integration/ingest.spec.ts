import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import {
  ClickHouseQueryError,
  ClickHouseUnavailable,
  defineQuery,
  WholeNumber,
  type ClickHouse,
} from '#libs/clickhouse';
import type { MessageOf } from '#libs/contracts';
import { BusFullError } from '#libs/event-bus';
import { validateStatement, type Statement } from '#libs/xapi';
import { delivery, openDataPath, type DataPath, type DataPathOptions } from '../support/data-path.js';
import { openTestStores, type TestStores } from '../support/stores.js';

let stores: TestStores;
let clickhouse: ClickHouse;
beforeAll(async () => {
  stores = await openTestStores();
  ({ clickhouse } = stores);
}, 60_000);
afterAll(async () => {
  for (const path of opened) await path.bus.close();
  await stores.close();
});

const opened: DataPath[] = [];
function open(options: Partial<DataPathOptions> = {}): DataPath {
  const path = openDataPath({ clickhouse, ...options });
  opened.push(path);
  return path;
}

/** A tenant of its own for each scenario, so that one engine serves all. */
let tenants = 0;
const newTenant = (): string => `tenant-${String(++tenants)}`;

function statement(changes: Partial<Statement> = {}): Statement {
  const result = validateStatement(
    {
      id: randomUUID(),
      actor: { objectType: 'Agent', account: { homePage: 'https://lms.example.org', name: 'wang' } },
      verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
      object: { id: 'https://lms.example.org/page/1' },
      timestamp: '2026-11-20T02:00:00.000Z',
      ...changes,
    },
    '1.0.3',
  );
  if (!result.ok) throw new Error(`not legal: ${JSON.stringify(result.errors)}`);
  return result.statement;
}

const message = (tenant: string, changes: object = {}): MessageOf<'statements'> => ({
  v: 1,
  tenant,
  timeZone: 'Asia/Shanghai',
  learnerPid: 'wang',
  id: randomUUID(),
  stored: '2026-11-20T02:00:01.000Z',
  n: 0,
  contentHash: 'h',
  version: '1.0.3',
  source: 'xapi',
  statement: JSON.stringify(statement()),
  ...changes,
});

const storedRows = defineQuery({
  name: 'what lies in statements',
  sql: `
    SELECT toString(statement_id) AS id, kind, action, toString(day) AS day, response
    FROM statements WHERE tenant = {tenant:String} ORDER BY stored, statement_id`,
  params: z.object({ tenant: z.string() }),
  row: z.object({
    id: z.string(),
    kind: z.string(),
    action: z.string(),
    day: z.string(),
    response: z.string(),
  }),
});
const lettersOf = defineQuery({
  name: 'dead letters',
  sql: `SELECT stage, reason, payload, topic FROM dead_letters WHERE tenant = {tenant:String} ORDER BY offset`,
  params: z.object({ tenant: z.string() }),
  row: z.object({ stage: z.string(), reason: z.string(), payload: z.string(), topic: z.string() }),
});
const daysOf = defineQuery({
  name: 'rolled days',
  sql: `SELECT toString(day) AS day, events FROM learner_days FINAL WHERE tenant = {tenant:String} ORDER BY day`,
  params: z.object({ tenant: z.string() }),
  row: z.object({ day: z.string(), events: z.number() }),
});
const parts = defineQuery({
  name: 'rows as they lie, copies included',
  sql: `SELECT count() AS copies, uniqExact(statement_id) AS ids FROM statements WHERE tenant = {tenant:String}`,
  params: z.object({ tenant: z.string() }),
  row: z.object({ copies: WholeNumber, ids: WholeNumber }),
});

describe('a message that cannot be understood', () => {
  it.each([
    ['of another shape', { hello: 'world' }, /not a statement message/],
    ['of a later version', message('t', { v: 2 }), /not a statement message: v:/],
    ['whose statement is cut off', message('t', { statement: '{"actor":' }), /statement is not JSON/],
    [
      'whose time zone nobody knows',
      message('t', { timeZone: 'Mars/Olympus' }),
      /time zone specified: Mars\/Olympus/i,
    ],
  ])(
    '%s becomes a dead letter with the reason and the bytes, and its neighbours are stored',
    async (_, bad, reason) => {
      const tenant = newTenant();
      const path = open();
      const broken = { ...bad, tenant };
      const [before, after] = [message(tenant), message(tenant)];
      await path.bus.publish(
        'statements',
        [before, broken as MessageOf<'statements'>, after].map((value) => ({ key: 'one key', value })),
      );
      const letters = await clickhouse.query(lettersOf, { tenant });
      expect(letters).toHaveLength(1);
      expect(letters[0]?.reason).toMatch(reason);
      expect(JSON.parse(letters[0]?.payload ?? '')).toEqual(broken);
      const rows = await clickhouse.query(storedRows, { tenant });
      expect(rows.map(({ id }) => id).sort()).toEqual([before.id, after.id].sort());
      expect(path.failures).toEqual([]);
    },
  );

  it('a row that the engine cannot keep is found among many; the others are stored once', async () => {
    const tenant = newTenant();
    const bad = message(tenant);
    const path = open({
      insert: {
        query: (query, params) => clickhouse.query(query, params),
        async insert(table, rows, options) {
          if (table === 'statements' && 'columns' in rows && Buffer.concat(rows.rows).includes(bad.id))
            throw new ClickHouseQueryError(
              'insert statements',
              'refused',
              27,
              'CANNOT_PARSE_INPUT_ASSERTION_FAILED',
            );
          await clickhouse.insert(table, rows, options);
        },
      },
    });
    const good = Array.from({ length: 6 }, () => message(tenant));
    await path.bus.publish(
      'statements',
      [...good.slice(0, 4), bad, ...good.slice(4)].map((value) => ({ key: 'one key', value })),
    );
    await path.settled();
    const letters = await clickhouse.query(lettersOf, { tenant });
    expect(letters).toMatchObject([{ stage: 'store', topic: 'statements' }]);
    expect(letters[0]?.reason).toContain('insert statements: refused');
    expect(await clickhouse.query(parts, { tenant })).toEqual([{ copies: 6, ids: 6 }]);
    expect(await clickhouse.query(daysOf, { tenant })).toEqual([{ day: '2026-11-20', events: 6 }]);
  });
});

describe('a legal statement at the edge of what the engine can hold', () => {
  const half = 'a\ud83d';
  it.each<[string, Partial<Statement>, { day?: string; response?: string }]>([
    [
      'an instant before the engine’s days',
      { timestamp: '0000-01-01T00:00:00+05:00' },
      { day: '1900-01-01' },
    ],
    ['an instant after them', { timestamp: '9999-12-31T23:59:59-05:00' }, { day: '2299-12-31' }],
    ['half of a surrogate pair', { result: { response: half } }, { response: 'a\ufffd' }],
    ['the same in an IRI', { object: { id: `https://example.org/${half}` } }, {}],
    ['a zero byte', { result: { response: 'a\0b' } }, { response: 'a\0b' }],
    ['a duration beyond all numbers', { result: { duration: `P${'9'.repeat(400)}Y` } }, {}],
    [
      'a video played for ever',
      {
        result: {
          extensions: { 'https://w3id.org/xapi/video/extensions/played-segments': '0[.]1e999[,]0[.]1e300' },
        },
      },
      {},
    ],
    ['an id that is no UUID of RFC 9562', { id: '12345678-1234-1234-1234-123456789012' }, {}],
  ])('%s is stored and counted like any other', async (_, changes, expected) => {
    const tenant = newTenant();
    const path = open();
    await path.intake(delivery(tenant, [statement(), statement(changes)]));
    await path.settled();
    expect(path.failures).toEqual([]);
    expect(await clickhouse.query(lettersOf, { tenant })).toEqual([]);
    const rows = await clickhouse.query(storedRows, { tenant });
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual(expect.objectContaining(expected));
    const days = await clickhouse.query(daysOf, { tenant });
    expect(days.reduce((sum, { events }) => sum + events, 0)).toBe(2);
  });
});

it('a verb that no table knows is stored and counted as other', async () => {
  const tenant = newTenant();
  const path = open();
  await path.intake(delivery(tenant, [statement({ verb: { id: 'https://example.org/verbs/pondered' } })]));
  await path.settled();
  expect(await clickhouse.query(storedRows, { tenant })).toMatchObject([
    { kind: 'other', action: 'pondered' },
  ]);
  expect(await clickhouse.query(daysOf, { tenant })).toEqual([{ day: '2026-11-20', events: 1 }]);
});

describe('an insert that fails', () => {
  const away = () => new ClickHouseUnavailable('insert', 'not reachable (ECONNRESET)', undefined, undefined);

  it.each([
    ['before anything was stored', false],
    ['after all was stored, its answer lost', true],
  ])('%s: the whole batch comes again and nothing is doubled', async (_, stored) => {
    const tenant = newTenant();
    let calls = 0;
    const counted: object[] = [];
    const path = open({
      insert: {
        query: (query, params) => clickhouse.query(query, params),
        async insert(table, rows, options) {
          const fails = table === 'statements' && calls++ === 0;
          if (!fails || stored) await clickhouse.insert(table, rows, options);
          if (fails) throw away();
        },
      },
      onIngested: (counts) => counted.push(counts),
    });
    // two months: a batch lies in several partitions of the table
    const statements = ['2026-10-31', '2026-11-01', '2026-11-02'].map((day) =>
      statement({ timestamp: `${day}T02:00:00.000Z` }),
    );
    await path.intake(delivery(tenant, statements));
    await path.settled();
    expect(path.failures).toHaveLength(1);
    expect(calls).toBe(2);
    expect(counted).toEqual([{ stored: 3, deadLetters: 0 }]);
    expect(await clickhouse.query(parts, { tenant })).toEqual([{ copies: 3, ids: 3 }]);
    expect(await clickhouse.query(daysOf, { tenant })).toHaveLength(3);
  });
});

describe('an id that is known', () => {
  it('with the same content is accepted and stored once', async () => {
    const tenant = newTenant();
    const path = open();
    const sent = statement();
    for (let time = 0; time < 2; time++)
      expect(await path.intake(delivery(tenant, [sent]))).toEqual({ kind: 'accepted', ids: [sent.id] });
    expect(await clickhouse.query(parts, { tenant })).toEqual([{ copies: 1, ids: 1 }]);
  });

  it('in capitals is the same id', async () => {
    const tenant = newTenant();
    const path = open();
    const sent = statement();
    await path.intake(delivery(tenant, [sent]));
    await path.intake(delivery(tenant, [{ ...sent, id: sent.id?.toUpperCase() ?? '' }]));
    expect(await clickhouse.query(parts, { tenant })).toEqual([{ copies: 1, ids: 1 }]);
  });

  it('with other content is a conflict, and nothing of that delivery is stored', async () => {
    const tenant = newTenant();
    const path = open();
    const sent = statement();
    await path.intake(delivery(tenant, [sent]));
    const other = { ...sent, object: { id: 'https://lms.example.org/page/2' } };
    expect(await path.intake(delivery(tenant, [statement(), other]))).toMatchObject({
      kind: 'conflict',
      id: sent.id,
    });
    expect(await clickhouse.query(parts, { tenant })).toEqual([{ copies: 1, ids: 1 }]);
  });

  it('in another tenant is nobody’s conflict', async () => {
    const path = open();
    const sent = statement();
    const other = { ...sent, object: { id: 'https://lms.example.org/page/2' } };
    await path.intake(delivery(newTenant(), [sent]));
    expect(await path.intake(delivery(newTenant(), [other]))).toMatchObject({ kind: 'accepted' });
  });

  it('twice in one delivery: the same content is stored once, other content is a conflict', async () => {
    const tenant = newTenant();
    const path = open();
    const sent = statement();
    const other = { ...sent, timestamp: '2026-11-21T02:00:00.000Z' };
    expect(await path.intake(delivery(tenant, [sent, other]))).toMatchObject({
      kind: 'conflict',
      id: sent.id,
    });
    expect(await clickhouse.query(parts, { tenant })).toEqual([{ copies: 0, ids: 0 }]);
    expect(await path.intake(delivery(tenant, [sent, sent]))).toEqual({
      kind: 'accepted',
      ids: [sent.id, sent.id],
    });
    expect(await clickhouse.query(parts, { tenant })).toEqual([{ copies: 1, ids: 1 }]);
  });

  it('at the same moment by two callers: one is stored, the other is a conflict', async () => {
    const tenant = newTenant();
    const path = open();
    const sent = statement();
    const other = { ...sent, object: { id: 'https://lms.example.org/page/2' } };
    const answers = await Promise.all([sent, other].map((one) => path.intake(delivery(tenant, [one]))));
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['accepted', 'conflict']);
    expect(await clickhouse.query(parts, { tenant })).toEqual([{ copies: 1, ids: 1 }]);
  });

  it('at the same moment by many callers with the same content: all are accepted, one row', async () => {
    const tenant = newTenant();
    const path = open();
    const sent = statement();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => path.intake(delivery(tenant, [statement(), sent]))),
    );
    expect(answers.every(({ kind }) => kind === 'accepted')).toBe(true);
    expect(await clickhouse.query(parts, { tenant })).toEqual([{ copies: 9, ids: 9 }]);
  });
});

it('a full queue refuses a delivery whole, and takes it when there is room', async () => {
  const tenant = newTenant();
  let makeRoom: () => void = () => undefined;
  const room = new Promise<void>((resolve) => (makeRoom = resolve));
  const path = open({
    insert: {
      query: (query, params) => clickhouse.query(query, params),
      async insert(...args) {
        await room;
        await clickhouse.insert(...args);
      },
    },
    bus: { capacity: 3 },
  });
  const first = path.intake(delivery(tenant, [statement(), statement()]));
  while (path.bus.lag().every(({ waiting }) => waiting === 0)) await new Promise(setImmediate);
  const refused = delivery(tenant, [statement(), statement()]);
  await expect(path.intake(refused)).rejects.toThrow(BusFullError);
  makeRoom();
  await first;
  expect(await clickhouse.query(parts, { tenant })).toEqual([{ copies: 2, ids: 2 }]);
  expect(await path.intake(refused)).toMatchObject({ kind: 'accepted' });
  expect(await clickhouse.query(parts, { tenant })).toEqual([{ copies: 4, ids: 4 }]);
});
