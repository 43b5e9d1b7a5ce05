import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import { partitionOf, type Batch, type BusRecord } from '#libs/event-bus';
import { createKeyring } from '#libs/privacy';
import { createProvince } from '#libs/simulator';
import type { Statement } from '#libs/xapi';
import { createIngest } from '#pipelines/ingest';
import { delivery, openDataPath, type DataPath } from '../support/data-path.js';
import { openTestStores, type TestStores } from '../support/stores.js';

type Message = BusRecord<'statements'>;

/** How one part of the traffic arrives. */
type Way =
  /** A client posts it; what is known is passed over. */
  | 'post'
  /** A file is imported again at a later hour: every row is stored anew. */
  | 'import'
  /** The broker delivers the messages once more, cut into other batches. */
  | 'redeliver'
  /** The consumer died after the insert: the very batch comes again, with its token. */
  | 'replay';

interface Arrival {
  readonly way: Way;
  readonly from: number;
  readonly to: number;
  /** Whether the rollups were counted before the next part comes. */
  readonly late: boolean;
}

const rowsOf = defineQuery({
  name: 'rollups as text',
  sql: `
    SELECT toString(tuple(* EXCEPT (tenant, counted_at))) AS row
    FROM learner_days FINAL WHERE tenant = {tenant:String} ORDER BY run, learner_pid, day`,
  params: z.object({ tenant: z.string() }),
  row: z.object({ row: z.string() }),
});

let stores: TestStores;
let clickhouse: ClickHouse;
const opened: DataPath[] = [];
beforeAll(async () => {
  stores = await openTestStores();
  ({ clickhouse } = stores);
}, 60_000);
afterAll(async () => {
  for (const path of opened) await path.bus.close();
  await stores.close();
});

/** Every tenant has the same keys here, so that the rows of two can be compared to the byte. */
const keys = createKeyring('a root secret of the rollup specs').tenant('any');

/** Some weeks of a small province: videos, quizzes, questions, on-site days, late batches of village networks. */
const sent: readonly { statement: Statement; stored: string }[] = (() => {
  const province = createProvince({
    seed: 7,
    learners: 4,
    pastLearners: 2,
    weeks: 3,
    startDay: '2026-09-28',
  });
  return province.advance(province.present).statements.map(({ statement, arrivesAt }) => ({
    statement: JSON.parse(JSON.stringify(statement)) as Statement,
    stored: arrivesAt,
  }));
})();

/** A path whose messages are recorded, so that they can come again. */
function pathOf(): DataPath & { readonly messages: Message[] } {
  const messages: Message[] = [];
  const path = openDataPath({ clickhouse, keyring: { tenant: () => keys } });
  path.bus.subscribe('statements', 'recorder', ({ records }) => {
    messages.push(...records.map(({ key, value }) => ({ key, value: value as Message['value'] })));
    return Promise.resolve();
  });
  opened.push(path);
  return { ...path, messages };
}

async function rollups(tenant: string): Promise<string[]> {
  return (await clickhouse.query(rowsOf, { tenant })).map(({ row }) => row);
}

async function post(path: DataPath, tenant: string, part: readonly (typeof sent)[number][]): Promise<void> {
  const stored = part.map((one) => one.stored);
  await path.intake(
    delivery(
      tenant,
      part.map(({ statement }) => statement),
      { stored },
    ),
  );
}

async function arrive(
  path: ReturnType<typeof pathOf>,
  tenant: string,
  order: readonly (typeof sent)[number][],
  { way, from, to }: Arrival,
): Promise<void> {
  const part = order.slice(from, to);
  if (way === 'post') return post(path, tenant, part);
  if (way === 'import') {
    const statements = part.map(({ statement }) => statement);
    await path.intake(delivery(tenant, statements, { stored: '2026-12-24T00:00:00.000Z' }));
    return;
  }
  const again = path.messages.slice(from, to);
  if (way === 'redeliver') {
    await path.bus.publish('statements', again);
    return;
  }
  const ingest = createIngest({ clickhouse, bus: path.bus, now: Date.now });
  for (const partition of [0, 1]) {
    const own = again.filter(({ key }) => partitionOf(key, 2) === partition);
    const records = own.map((record, offset) => ({ partition, offset, life: 'first', ...record }));
    const batch: Batch = {
      topic: 'statements',
      records,
      token: `${tenant}-${String(from)}-${String(to)}-${String(partition)}`,
    };
    for (let time = 0; time < 2; time++) await ingest(batch, new AbortController().signal);
  }
}

/** An order, and parts that may overlap, repeat and wait; whatever they leave out is posted at the end. */
const traffic = fc.record({
  order: fc.shuffledSubarray([...sent.keys()], { minLength: sent.length, maxLength: sent.length }),
  arrivals: fc.array(
    fc
      .record({
        way: fc.constantFrom<Way>('post', 'post', 'import', 'redeliver', 'replay'),
        from: fc.nat(sent.length - 1),
        size: fc.integer({ min: 1, max: Math.ceil(sent.length / 2) }),
        late: fc.boolean(),
      })
      .map(({ way, from, size, late }): Arrival => ({ way, from, to: from + size, late })),
    { minLength: 2, maxLength: 10 },
  ),
});

describe('day rollups', () => {
  let clean: readonly string[] = [];
  beforeAll(async () => {
    const path = pathOf();
    await post(path, 'clean', sent);
    await path.settled();
    clean = await rollups('clean');
  }, 60_000);

  it('are counted from traffic that has something of everything', async () => {
    const kinds = new Set(
      await clickhouse.query(
        defineQuery({
          name: 'kinds',
          sql: `SELECT DISTINCT kind FROM statements WHERE tenant = 'clean'`,
          params: z.object({}),
          row: z.object({ kind: z.string() }).transform(({ kind }) => kind),
        }),
        {},
      ),
    );
    for (const kind of ['video', 'answered', 'submitted', 'attended', 'skill_checked', 'registered'])
      expect(kinds).toContain(kind);
    expect(sent.length).toBeGreaterThan(300);
    expect(clean.length).toBeGreaterThan(40);
  });

  let tenants = 0;
  it('are the same to the byte for any order, repetition and delay', async () => {
    await fc.assert(
      fc.asyncProperty(traffic, async ({ order, arrivals }) => {
        const tenant = `case-${String(++tenants)}`;
        const path = pathOf();
        const shuffled = order.map((index) => sent[index]!);
        for (const arrival of arrivals) {
          await arrive(path, tenant, shuffled, arrival);
          if (arrival.late) await path.settled();
        }
        await post(path, tenant, shuffled);
        await path.settled();
        expect(path.failures).toEqual([]);
        expect(await rollups(tenant)).toEqual(clean);
      }),
      { seed: 20261124, numRuns: 8, endOnFailure: true },
    );
  }, 120_000);

  it('are the same when everything comes one statement at a time by several callers at once', async () => {
    const path = pathOf();
    const part = sent.slice(-120);
    await post(path, 'clean part', part);
    await Promise.all(part.map((one) => post(path, 'one by one', [one])));
    await path.settled();
    const expected = await rollups('clean part');
    expect(expected.length).toBeGreaterThan(5);
    expect(await rollups('one by one')).toEqual(expected);
  }, 60_000);
});
