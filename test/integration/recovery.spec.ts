import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import { statementOf } from '../support/course.js';
import { delivery } from '../support/data-path.js';
import { openTestStores, type TestStores } from '../support/stores.js';
import { Town, until, type OpenTown } from '../support/town.js';

const run = 'https://lms.example.org/runs/htn-2026';
const daysOf = defineQuery({
  name: 'rolled days',
  sql: `SELECT toString(day) AS day, events FROM learner_days FINAL WHERE tenant = {tenant:String} ORDER BY day`,
  params: z.object({ tenant: z.string() }),
  row: z.object({ day: z.string(), events: z.number() }),
});

let stores: TestStores;
let clickhouse: ClickHouse;
beforeAll(async () => {
  stores = await openTestStores();
  ({ clickhouse } = stores);
}, 60_000);
afterAll(() => stores.close());

const visits = (day: string, times: number) =>
  Array.from({ length: times }, (_, minute) =>
    statementOf(run, {
      id: randomUUID(),
      who: 'wang',
      at: `${day} 10:${String(minute).padStart(2, '0')}`,
      does: 'views',
      what: 'page',
    }),
  );

/** A process that dies between the insert and the counting: it has the one role and not the other. */
async function killedBeforeCounting(town: Town, day: string, times: number): Promise<void> {
  const process = town.open(['ingest']);
  await process.intake(delivery(town.tenant, visits(day, times)));
  await process.close();
}

const days = (town: Town) => clickhouse.query(daysOf, { tenant: town.tenant });
const markOf = async (town: Town): Promise<number> =>
  (await town.watermarks.get('rollups')).at?.getTime() ?? 0;

function begun(town: Town): OpenTown {
  const process = town.open(['ingest', 'features']);
  process.running.begin();
  return process;
}

describe('a process that was killed between storing and counting', () => {
  it('is made good by the next: what was stored is counted, on top of what was', async () => {
    const town = new Town(stores, 'town');
    await town.at('2026-11-24T04:00:00Z');
    const first = begun(town);
    await first.intake(delivery(town.tenant, visits('2026-11-02', 3)));
    await first.settled();
    await first.close();
    expect(await days(town)).toEqual([{ day: '2026-11-02', events: 3 }]);

    await killedBeforeCounting(town, '2026-11-02', 2);
    await killedBeforeCounting(town, '2026-11-05', 4);
    expect(await days(town)).toEqual([{ day: '2026-11-02', events: 3 }]);

    const next = begun(town);
    await until('all is counted', async () => (await days(town)).length === 2);
    await next.settled();
    expect(await days(town)).toEqual([
      { day: '2026-11-02', events: 5 },
      { day: '2026-11-05', events: 4 },
    ]);
    await next.close();
    expect(town.failures).toEqual([]);
  }, 30_000);

  it('leaves a mark that comes along where there is nothing to do', async () => {
    const town = new Town(stores, 'town');
    const before = await markOf(town);
    const process = begun(town);
    await until('the mark has moved', async () => (await markOf(town)) > before);
    expect(await markOf(town)).toBeLessThanOrEqual(town.now() - 5000);
    await process.close();
  }, 30_000);

  it('and whose successor is killed before it has made good, is made good by the one after', async () => {
    const town = new Town(stores, 'other town');
    await town.at('2026-11-24T04:00:00Z');
    await killedBeforeCounting(town, '2026-11-10', 2);
    const stored = Date.now();
    // a minute later
    town.ahead += 60_000;
    const successor = town.open(['ingest', 'features'], {
      command: () => Promise.reject(new Error('killed')),
    });
    successor.running.begin();
    await until('it tries to count', () => Promise.resolve(town.failures.length > 1));
    await successor.close(0);
    expect(await markOf(town)).toBeLessThanOrEqual(stored);
    expect(await days(town)).toEqual([]);

    const next = begun(town);
    await until('all is counted', async () => (await days(town)).length > 0);
    expect(await days(town)).toEqual([{ day: '2026-11-10', events: 2 }]);
    await next.close();
  }, 30_000);
});
