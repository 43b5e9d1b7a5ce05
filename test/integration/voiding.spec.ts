import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import { verbs, type RolledMessage } from '#libs/contracts';
import { responsesQuery } from '#libs/features';
import { createKeyring } from '#libs/privacy';
import type { Statement } from '#libs/xapi';
import { pidOf, statementOf, type Deed } from '../support/course.js';
import { delivery, openDataPath, type DataPath } from '../support/data-path.js';
import { openTestStores, type TestStores } from '../support/stores.js';
import { Town, until } from '../support/town.js';

const run = 'https://lms.example.org/runs/htn-2026';
const keyring = createKeyring('a root secret of the voiding specs...');

const rowsOf = defineQuery({
  name: 'rollups as text',
  sql: `
    SELECT toString(tuple(* EXCEPT (tenant, counted_at))) AS row
    FROM learner_days FINAL WHERE tenant = {tenant:String} ORDER BY run, learner_pid, day`,
  params: z.object({ tenant: z.string() }),
  row: z.object({ row: z.string() }),
});
const figuresOf = defineQuery({
  name: 'figures of days',
  sql: `
    SELECT toString(day) AS day, events, clicks, sessions, length(activities) AS activities FROM learner_days FINAL
    WHERE tenant = {tenant:String} AND learner_pid = {learner:String} ORDER BY day`,
  params: z.object({ tenant: z.string(), learner: z.string() }),
  row: z.object({
    day: z.string(),
    events: z.number(),
    clicks: z.coerce.number(),
    sessions: z.number(),
    activities: z.coerce.number(),
  }),
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
const keys = keyring.tenant('any');
const wang = pidOf(keys, 'wang');

function open(): DataPath {
  const path = openDataPath({ clickhouse, keyring: { tenant: () => keys } });
  opened.push(path);
  return path;
}

const done = (deed: Partial<Deed>): Statement & { readonly id: string } => {
  const id = randomUUID();
  const usual = { who: 'wang', at: '2026-11-02 10:00', does: 'views', what: 'page' } as const;
  return { ...statementOf(run, { ...usual, ...deed, id }), id };
};

/** By a teacher, weeks later, outside of any course. */
const voiding = (id: string, timestamp = '2026-11-20T10:00:00+08:00'): Statement => ({
  id: randomUUID(),
  actor: { objectType: 'Agent', account: { homePage: 'https://lms.example.org', name: 'teacher' } },
  verb: { id: verbs.voided },
  object: { objectType: 'StatementRef', id },
  timestamp,
});

async function send(path: DataPath, tenant: string, ...deliveries: readonly (readonly Statement[])[]) {
  for (const statements of deliveries) {
    expect((await path.intake(delivery(tenant, statements))).kind).toBe('accepted');
    await path.settled();
  }
  expect(path.failures).toEqual([]);
}

const figures = (tenant: string) => clickhouse.query(figuresOf, { tenant, learner: wang });

describe('a voided statement', () => {
  const kept = done({ what: 'page', count: 3 });
  const wrong = done({ at: '2026-11-02 10:05', what: 'other page', count: 1 });
  const end = voiding(wrong.id);

  it('is no longer counted, and its learner is due to be scored', async () => {
    const path = open();
    await send(path, 'plain', [kept, wrong]);
    expect(await figures('plain')).toMatchObject([
      { day: '2026-11-02', events: 2, clicks: 4, activities: 2 },
    ]);
    const rolled: string[] = [];
    path.bus.subscribe('rolled', 'spec', ({ records }) => {
      rolled.push(...records.map(({ value }) => (value as RolledMessage).learnerPid));
      return Promise.resolve();
    });
    await send(path, 'plain', [end]);
    expect(await figures('plain')).toMatchObject([
      { day: '2026-11-02', events: 1, clicks: 3, activities: 1 },
    ]);
    expect(rolled).toContain(wang);
  });

  it.each<[string, readonly (readonly Statement[])[]]>([
    ['the voiding one first', [[end], [wrong], [kept]]],
    ['the voiding one first, the others together', [[end], [kept, wrong]]],
    ['all in one batch', [[kept, wrong, end]]],
    ['all in one batch, the voiding one first', [[end, wrong, kept]]],
    ['voided a second time', [[wrong], [kept, end], [voiding(wrong.id)]]],
    ['its voiding one voided, which changes nothing', [[wrong], [end, kept], [voiding(end.id!)]]],
  ])('gives the same tables in any order: %s', async (name, deliveries) => {
    const [expected, path] = [`as it should be, ${name}`, open()];
    await send(path, expected, [kept, wrong], [end]);
    const rows = async (tenant: string) => (await clickhouse.query(rowsOf, { tenant })).map(({ row }) => row);
    await send(path, name, ...deliveries);
    expect((await rows(name)).length).toBeGreaterThan(0);
    expect(await rows(name)).toEqual(await rows(expected));
  });

  it('that was all of a day leaves nothing of it', async () => {
    const path = open();
    const only = done({ does: 'answers', what: 'item', result: { success: true } });
    await send(path, 'only one', [only], [voiding(only.id)]);
    expect(await figures('only one')).toEqual([
      { day: '2026-11-02', events: 0, clicks: 0, sessions: 0, activities: 0 },
    ]);
  });

  it('does not count for another tenant that has one of the same id', async () => {
    const path = open();
    await send(path, 'here', [kept, wrong]);
    await send(path, 'there', [end]);
    await send(path, 'here', [done({ at: '2026-11-02 11:00' })]);
    expect(await figures('here')).toMatchObject([{ events: 3, clicks: 5 }]);
  });

  it('is no answer of its learner any longer', async () => {
    const path = open();
    const answers = [true, false].map((success, minute) =>
      done({ at: `2026-11-02 10:0${String(minute)}`, does: 'answers', what: 'item', result: { success } }),
    );
    await clickhouse.insert(
      'activities',
      [
        {
          tenant: 'answers',
          run,
          activity: 'https://lms.example.org/a/item',
          type: 'item',
          module: 'm',
          skills: ['grading'],
          revision: 1,
        },
      ],
      { token: 'activities of voiding' },
    );
    await send(path, 'answers', answers, [voiding(answers[0]!.id)]);
    expect(await clickhouse.query(responsesQuery, { tenant: 'answers', run, learners: [] })).toEqual([
      { learner: wang, skill: 'grading', responses: [0] },
    ]);
  });

  it('is counted out by the next process where one died between the insert and the counting', async () => {
    const town = new Town(stores, 'a town that voids');
    await town.at('2026-11-24T04:00:00Z');
    const first = town.open(['ingest', 'features']);
    first.running.begin();
    await first.intake(delivery(town.tenant, [kept, wrong]));
    await first.settled();
    await first.close();
    // what is voided lies before the mark, and what voids it after
    await town.watermarks.advance('rollups', { at: new Date() });

    const killed = town.open(['ingest']);
    await killed.intake(delivery(town.tenant, [end]));
    await killed.settled();
    await killed.close(0);

    const next = town.open(['ingest', 'features']);
    next.running.begin();
    const clicks = async () => {
      const rows = await clickhouse.query(rowsOf, { tenant: town.tenant });
      return rows.some(({ row }) => row.includes(`'2026-11-02',1,3,`));
    };
    await until('what was voided is counted out', clicks);
    await next.close();
    expect(town.failures).toEqual([]);
  }, 30_000);
});
