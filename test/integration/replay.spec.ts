import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { defineQuery, WholeNumber } from '#libs/clickhouse';
import type { SystemStatus } from '#libs/contracts';
import { allJobs } from '../../apps/jobs/src/index.js';
import { adminKey, openApiTown, statement, withKey, Visitor, type ApiTown } from '../support/api-town.js';
import { XapiClient } from '../support/xapi-client.js';

let town: ApiTown;
let client: XapiClient;

beforeAll(async () => {
  town = await openApiTown();
  client = await XapiClient.with(town, '1.0.3', 'xapi:all');
});
afterAll(() => town.close());

const run = (name: string, args: object, signal = new AbortController().signal) =>
  allJobs.get(name)!.run(town.platform, args, () => undefined, signal);

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
    expect(await run('replay.letters', { tenant: 'default', ids: [own.id] })).toMatchObject({ replayed: 1 });
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

  it('that cannot be kept under the same reason are replayed once, not without end', async () => {
    const broken = () => JSON.stringify(message(randomUUID(), { statement: '{"cut' }));
    await keep(letter(broken(), 'as before'));
    await run('replay.letters', { tenant: 'default', reason: 'as before' });
    const again = { tenant: 'default', stage: 'decode' };
    const { replayed } = (await run('replay.letters', again)) as { replayed: number };
    // as many as before: each has become a letter again
    expect(await run('replay.letters', again)).toMatchObject({ replayed });
  });

  it('a dry run says how many, and changes nothing', async () => {
    await keep(letter(JSON.stringify(message(randomUUID())), 'dry'), letter('{"cut', 'dry'));
    const filter = { tenant: 'default', reason: 'dry' };
    for (let time = 0; time < 2; time++)
      expect(await run('replay.letters', { ...filter, dryRun: true })).toEqual({
        replayed: 1,
        unreadable: 1,
      });
    expect(await run('replay.letters', filter)).toEqual({ replayed: 1, unreadable: 1 });
    expect(await run('replay.letters', { ...filter, dryRun: true })).toEqual({ replayed: 0, unreadable: 1 });
  });

  it('replayed by two at a time: one does it, the other is told', async () => {
    await keep(letter(JSON.stringify(message(randomUUID())), 'twice'));
    const filter = { tenant: 'default', reason: 'twice' };
    const both = await Promise.allSettled([run('replay.letters', filter), run('replay.letters', filter)]);
    const done = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const told = both.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
    expect(done.reduce((sum, one) => sum + (one as { replayed: number }).replayed, 0)).toBe(1);
    for (const sentence of told) expect(sentence).toContain('are being replayed already');
  });

  it('replaying is stopped between parts, and goes on another time', async () => {
    await keep(...Array.from({ length: 501 }, () => letter(JSON.stringify(message(randomUUID())), 'many')));
    const filter = { tenant: 'default', reason: 'many' };
    const stopping = new AbortController();
    const stopped = allJobs
      .get('replay.letters')!
      .run(town.platform, filter, () => stopping.abort(), stopping.signal);
    await expect(stopped).rejects.toThrow('Stopped after 500 letters.');
    expect(await run('replay.letters', filter)).toEqual({ replayed: 1, unreadable: 0 });
  });

  it('of a tenant that is not there: a sentence', async () => {
    await expect(run('replay.letters', { tenant: 'nobody' })).rejects.toThrow('There is no tenant nobody.');
  });
});

describe('dead letters over HTTP', () => {
  const replay = async (order: object, headers = withKey(adminKey)) => {
    const machine = new Visitor(town.app);
    const answer = await machine.ask('POST', '/v1/system/dead-letters/replay', order, headers);
    const lines =
      typeof answer.body === 'string'
        ? answer.body.split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line) as object)))
        : [];
    return { ...answer, lines };
  };
  const shown = async (stage: string) => {
    const { body } = await new Visitor(town.app).get('/v1/system', withKey(adminKey));
    return (body as SystemStatus).deadLetters.byReason.filter((row) => row.stage === stage);
  };

  it('are shown by reason with a sample, counted, replayed, and gone', async () => {
    const reason = `store said: ${'x'.repeat(700)}`;
    const own = letter(JSON.stringify(message(randomUUID())), reason);
    await keep({ ...own, stage: 'http' }, { ...letter('cut off {', reason), stage: 'http' });
    expect(await shown('http')).toEqual([
      expect.objectContaining({
        reason,
        count: 2,
        sample: expect.stringMatching(/^cut off|^experienced https:/),
      }),
    ]);
    const counts = { replayed: 1, unreadable: 1 };
    const order = { stage: 'http', reason };
    expect((await replay({ ...order, dryRun: true })).lines.at(-1)).toEqual({ result: counts });
    expect((await replay(order)).lines).toEqual([{ progress: counts }, { result: counts }]);
    expect(await shown('http')).toEqual([expect.objectContaining({ count: 1, sample: 'cut off {' })]);
    expect((await replay(order)).lines.at(-1)).toEqual({ result: { replayed: 0, unreadable: 1 } });
    const { rows } = await town.platform.stores.audit.list('default', {}, { limit: 50, cursor: null });
    const entries = rows.filter(({ action }) => action === 'letters.replayed');
    // twice replayed in earnest; a dry run changes nothing
    expect(entries.map(({ details }) => details)).toEqual(
      Array.from({ length: 2 }, () => ({ stage: 'http', byReason: true, ids: 0 })),
    );
  });

  it('are replayed by id, and what was replayed is not again', async () => {
    const two = [1, 2].map(() => letter(JSON.stringify(message(randomUUID())), 'by id'));
    await keep(...two);
    const ids = two.map(({ id }) => id);
    for (const replayed of [2, 0])
      expect((await replay({ ids })).lines.at(-1)).toEqual({ result: { replayed, unreadable: 0 } });
  });

  it('with an order that cannot be: the fields', async () => {
    expect(await replay({ ids: ['x'] })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'body.ids.0' }] },
    });
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
    await expect(run('replay.statements', { from: 'yesterday' })).rejects.toThrow(
      /must be a time with its offset, such as 2026-11-01T00:00:00Z\s+→ at from/,
    );
  });
});
