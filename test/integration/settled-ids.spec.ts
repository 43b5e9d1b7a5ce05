import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import type { MessageOf } from '#libs/contracts';
import type { Batch } from '#libs/event-bus';
import { createIngest } from '#pipelines/ingest';
import { openTestStores, type TestStores } from '../support/stores.js';

const kept = defineQuery({
  name: 'kept of a tenant',
  sql: `
    SELECT (SELECT groupArray((learner_pid, activity)) FROM statements FINAL WHERE tenant = {tenant:String}) AS typed,
      (SELECT arraySort(groupArray(JSONExtractString(statement, 'object', 'id'))) FROM statement_log FINAL WHERE tenant = {tenant:String}) AS log,
      (SELECT arraySort(groupArray(reason)) FROM dead_letters FINAL WHERE tenant = {tenant:String} AND stage = 'conflict') AS letters`,
  params: z.object({ tenant: z.string() }),
  row: z.object({
    typed: z.array(z.array(z.string())),
    log: z.array(z.string()),
    letters: z.array(z.string()),
  }),
});

/** Workers of several processes, which know nothing of each other but what lies in the store. */
describe('one id in several partitions', () => {
  let stores: TestStores;
  let clickhouse: ClickHouse;
  let tenants = 0;
  beforeAll(async () => {
    stores = await openTestStores();
    ({ clickhouse } = stores);
  }, 60_000);
  afterAll(() => stores.close());

  const contested = (
    tenant: string,
    learner: string,
    page: string,
    stored: string,
    id: string,
  ): MessageOf<'statements'> => ({
    v: 1,
    tenant,
    timeZone: 'Asia/Shanghai',
    learnerPid: learner,
    id,
    stored,
    n: 1,
    contentHash: `hash of ${page}`,
    version: '1.0.3',
    source: 'xapi',
    statement: JSON.stringify({
      id,
      actor: { objectType: 'Agent', account: { homePage: 'https://snowlight.example/pid', name: learner } },
      verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
      object: { id: page },
      timestamp: stored,
      stored,
    }),
  });
  const batchOf = (partition: number, ...values: MessageOf<'statements'>[]): Batch => ({
    topic: 'statements',
    token: randomUUID(),
    records: values.map((value, offset) => ({
      partition,
      offset,
      life: 'first',
      key: `${value.tenant}:${value.learnerPid}`,
      value,
    })),
  });
  const touched: unknown[] = [];
  /** @param before what another worker does between the look and the insert of this one */
  const worker = (before: () => Promise<unknown> = () => Promise.resolve()) => {
    let isFirst = true;
    return createIngest({
      clickhouse: {
        query: (query, params) => clickhouse.query(query, params),
        remove: (table, condition, params) => clickhouse.remove(table, condition, params),
        async insert(table, rows, options) {
          if (isFirst) {
            isFirst = false;
            await before();
          }
          await clickhouse.insert(table, rows, options);
        },
      },
      bus: {
        publish: (_, records) => {
          touched.push(...records.map(({ value }) => value));
          return Promise.resolve({ handled: Promise.resolve() });
        },
      },
      now: Date.now,
      settlesIds: true,
    });
  };
  const never = new AbortController().signal;
  const pages = ['https://lms.example.org/one', 'https://lms.example.org/two'] as const;
  const early = '2026-11-20T02:00:00.000Z';
  const late = '2026-11-20T02:00:05.000Z';

  it('one after the other: the first stored stays, the second is a dead letter that says so', async () => {
    const tenant = `settled-${String(++tenants)}`;
    const id = randomUUID();
    await worker()(batchOf(0, contested(tenant, 'wang', pages[0], late, id)), never);
    await worker()(batchOf(1, contested(tenant, 'chen', pages[1], early, id)), never);
    expect(await clickhouse.query(kept, { tenant })).toEqual([
      {
        typed: [['wang', pages[0]]],
        log: [pages[0]],
        letters: [`statement ${id} is stored with other content: the first stored is kept`],
      },
    ]);
  });

  it('the same again, taken in by another process: there once, and nothing to complain of', async () => {
    const tenant = `settled-${String(++tenants)}`;
    const id = randomUUID();
    await worker()(batchOf(0, contested(tenant, 'wang', pages[0], early, id)), never);
    await worker()(batchOf(0, contested(tenant, 'wang', pages[0], late, id)), never);
    expect(await clickhouse.query(kept, { tenant })).toEqual([
      { typed: [['wang', pages[0]]], log: [pages[0]], letters: [] },
    ]);
  });

  it.each([
    ['the earlier comes first', early, late],
    ['the earlier comes last', late, early],
  ])(
    'at the same moment, and %s: the earlier stays, whoever is last takes the other out',
    async (_, one, two) => {
      const tenant = `settled-${String(++tenants)}`;
      const id = randomUUID();
      touched.length = 0;
      const other = worker();
      // the second has looked before the first has stored
      const second = worker(() => other(batchOf(0, contested(tenant, 'wang', pages[0], one, id)), never));
      await second(batchOf(1, contested(tenant, 'chen', pages[1], two, id)), never);
      const [loser, winner] = one < two ? ['chen', 'wang'] : ['wang', 'chen'];
      const page = winner === 'wang' ? pages[0] : pages[1];
      expect(await clickhouse.query(kept, { tenant })).toEqual([
        {
          typed: [[winner, page]],
          log: [page],
          letters: [`statement ${id} is stored with other content: the first stored is kept`],
        },
      ]);
      // whoever counted the other counts again
      expect(touched.at(-1)).toMatchObject({ learnerPid: expect.any(String) });
      expect(
        touched.filter((value) => (value as { learnerPid: string }).learnerPid === loser).length,
      ).toBeGreaterThan(0);
    },
  );

  it('a batch that comes again is the same, and adds nothing', async () => {
    const tenant = `settled-${String(++tenants)}`;
    const id = randomUUID();
    const batch = batchOf(
      0,
      contested(tenant, 'wang', pages[0], early, id),
      contested(tenant, 'wang', pages[1], late, id),
    );
    await worker()(batch, never);
    await worker()(batch, never);
    expect(await clickhouse.query(kept, { tenant })).toEqual([
      {
        typed: [['wang', pages[0]]],
        log: [pages[0]],
        letters: [`statement ${id} is stored with other content: the first stored is kept`],
      },
    ]);
  });
});
