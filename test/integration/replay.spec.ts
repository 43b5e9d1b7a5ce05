import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { defineQuery, WholeNumber } from '#libs/clickhouse';
import { allJobs } from '../../apps/jobs/src/index.js';
import { openApiTown, statement, type ApiTown } from '../support/api-town.js';
import { XapiClient } from '../support/xapi-client.js';

let town: ApiTown;
let client: XapiClient;

beforeAll(async () => {
  town = await openApiTown();
  client = await XapiClient.with(town, '1.0.3', 'xapi:all');
});
afterAll(() => town.close());

const run = (name: string, args: object) =>
  allJobs.get(name)!.run(town.platform, args, () => undefined, new AbortController().signal);

const message = (id: string, changes: object = {}) => ({
  v: 1,
  tenant: 'default',
  timeZone: 'Asia/Shanghai',
  learnerPid: 'wang',
  id,
  n: 1,
  stored: '2026-11-20T02:00:00.000Z',
  contentHash: 'hash',
  version: '1.0.3',
  source: 'xapi',
  statement: JSON.stringify({ ...statement('a01', 'experienced', 'page-1', '2026-11-20T02:00:00.000Z'), id }),
  ...changes,
});

const letter = (payload: string, reason: string) => ({
  id: randomUUID(),
  tenant: 'default',
  at: '2026-11-20T02:00:00.000Z',
  topic: 'statements',
  partition: 0,
  offset: 0,
  stage: 'store',
  reason,
  payload,
});

const keep = (...letters: readonly ReturnType<typeof letter>[]) =>
  town.platform.clickhouse.insert('dead_letters', letters, { token: randomUUID() });

describe('dead letters', () => {
  it('are replayed once, by filter, and are then no letters any more', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    await keep(
      letter(JSON.stringify(message(one)), 'mended'),
      letter(JSON.stringify(message(two)), 'not yet'),
      letter('{"cut', 'mended'),
    );
    const filter = { tenant: 'default', reason: 'mended' };
    expect(await run('replay.letters', filter)).toEqual({ replayed: 1, unreadable: 1 });
    expect((await client.ask('GET', 'statements', { statementId: one })).status).toBe(200);
    expect((await client.ask('GET', 'statements', { statementId: two })).status).toBe(404);
    expect(await run('replay.letters', filter)).toEqual({ replayed: 0, unreadable: 1 });
  });

  it('one alone is replayed by its id', async () => {
    const id = randomUUID();
    const own = letter(JSON.stringify(message(id)), 'alone');
    await keep(own, letter(JSON.stringify(message(randomUUID())), 'alone'));
    expect(await run('replay.letters', { tenant: 'default', id: own.id })).toMatchObject({ replayed: 1 });
    expect((await client.ask('GET', 'statements', { statementId: id })).status).toBe(200);
  });

  it('of a message that names another tenant stay', async () => {
    await keep(letter(JSON.stringify(message(randomUUID(), { tenant: 'other' })), 'foreign'));
    const done = await run('replay.letters', { tenant: 'default', reason: 'foreign' });
    expect(done).toEqual({ replayed: 0, unreadable: 1 });
  });

  it('what still cannot be read is a new letter', async () => {
    await keep(letter(JSON.stringify(message(randomUUID(), { statement: '{"cut' })), 'still broken'));
    await run('replay.letters', { tenant: 'default', reason: 'still broken' });
    const letters = defineQuery({
      name: 'letters of a stage',
      sql: `SELECT count() AS count FROM dead_letters FINAL WHERE stage = 'decode' AND replayed_at IS NULL`,
      params: z.object({}),
      row: z.object({ count: WholeNumber }),
    });
    expect(await town.platform.clickhouse.query(letters, {})).toEqual([{ count: 1 }]);
  });

  it('of a tenant that is not there: a sentence', async () => {
    await expect(run('replay.letters', { tenant: 'nobody' })).rejects.toThrow('There is no tenant nobody.');
  });
});

describe('statements', () => {
  const days = defineQuery({
    name: 'sum of learner days',
    sql: `
      SELECT count() AS days, toString(sum(cityHash64(run, learner_pid, day, events, clicks, activities, sessions, seconds))) AS sum
      FROM learner_days FINAL`,
    params: z.object({}),
    row: z.object({ days: WholeNumber, sum: z.string() }),
  });
  const counted = async () => (await town.platform.clickhouse.query(days, {}))[0];

  it('are counted again from a time on, with the same result, also after the days were lost', async () => {
    for (const doctor of ['a01', 'a02', 'b01'])
      await client.ask('POST', 'statements', {}, [
        statement(doctor, 'experienced', 'page-1', '2026-11-20T02:00:00.000Z'),
        statement(doctor, 'experienced', 'page-1', '2026-11-21T02:00:00.000Z'),
      ]);
    await town.platform.bus.settled('statements');
    await town.platform.bus.settled('touched');
    const before = await counted();
    expect(before?.days).toBeGreaterThan(5);
    expect(await run('replay.statements', { from: '2020-01-01T00:00:00Z' })).toMatchObject({
      learners: expect.any(Number),
    });
    expect(await counted()).toEqual(before);
    await town.platform.clickhouse.command('lose the days', 'TRUNCATE TABLE learner_days');
    await run('replay.statements', { from: '2020-01-01T00:00:00Z' });
    expect(await counted()).toEqual(before);
  });

  it('from no time: a sentence', async () => {
    await expect(run('replay.statements', { from: 'yesterday' })).rejects.toThrow(/from/);
  });
});
