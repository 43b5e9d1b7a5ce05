import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Corrections, SystemStatus } from '#libs/contracts';
import { allJobs, JobError } from '../../apps/jobs/src/index.js';
import { activity, adminKey, openApiTown, statement, withKey, type ApiTown } from '../support/api-town.js';

let town: ApiTown;
beforeAll(async () => {
  town = await openApiTown();
}, 60_000);
afterAll(() => town.close());

const headers = {
  ...withKey(adminKey),
  'x-experience-api-version': '1.0.3',
  'content-type': 'application/json',
  'accept-language': 'en',
};

/** A question of a problem of several, as Open edX's transformer sends it; the attempt's id has no scheme. */
function question(id: string) {
  const sent = statement('a01', 'answered', 'item-1', '2026-11-20T08:00:00.000Z', { success: true });
  const contextActivities = {
    parent: [{ id: activity('problem-1'), objectType: 'GroupActivity' }],
    grouping: [{ id: 'attempt 7', objectType: 'Activity' }],
  };
  return { ...sent, id, context: { ...sent.context, contextActivities } };
}

async function post(...statements: object[]): Promise<{ status: number; detail: string }> {
  const answer = await town.app.inject({
    method: 'POST',
    url: '/xapi/statements',
    headers,
    payload: JSON.stringify(statements),
  });
  return { status: answer.statusCode, detail: answer.json<{ detail?: string }>().detail ?? '' };
}

async function read<T>(url: string): Promise<T> {
  return (await town.app.inject({ url, headers })).json<T>();
}

async function set(args: object): Promise<object> {
  const done = await allJobs
    .get('tenant.set')!
    .run(town.platform, args, () => undefined, new AbortController().signal);
  // what is believed of a tenant is believed for a quarter of a second
  await sleep(300);
  return done;
}

describe('a statement that is not legal, and can be put right', () => {
  const id = randomUUID();

  it('is refused by a strict tenant, which every tenant is at first', async () => {
    const { status, detail } = await post(question(id));
    expect(status).toBe(400);
    expect(detail).toMatch(/parent\[0\]\.objectType: must be "Activity" here/);
  });

  it('is taken once the tenant is lenient, and reads as it was put right', async () => {
    expect(await set({ id: 'default', mode: 'lenient' })).toMatchObject({ id: 'default', mode: 'lenient' });
    const legal = { ...statement('a02', 'answered', 'item-1', '2026-11-20T08:00:00.000Z'), id: randomUUID() };
    expect((await post(legal, question(id))).status).toBe(200);
    expect(await read(`/xapi/statements?statementId=${id}`)).toMatchObject({
      context: {
        contextActivities: {
          parent: [{ id: activity('problem-1'), objectType: 'Activity' }],
          grouping: [{ id: 'urn:snowlight:lenient:attempt%207' }],
        },
      },
    });
  });

  it('has its corrections beside it', async () => {
    const { rows } = await read<Corrections>('/v1/system/corrections');
    expect(rows.map(({ statement, path, rule, done }) => ({ statement, path, rule, done }))).toEqual([
      {
        statement: id,
        path: 'context.contextActivities.grouping[0].id',
        rule: 'id-scheme',
        done: '"attempt 7" became "urn:snowlight:lenient:attempt%207"',
      },
      {
        statement: id,
        path: 'context.contextActivities.parent[0].objectType',
        rule: 'activity-type',
        done: '"GroupActivity" became "Activity"',
      },
    ]);
    expect((await read<Corrections>('/v1/system/corrections?rule=id-scheme')).rows).toHaveLength(1);
  });

  it('is the same when it comes again, and counted once', async () => {
    expect((await post(question(id))).status).toBe(200);
    expect((await read<SystemStatus>('/v1/system')).corrected).toEqual({
      total: 2,
      byRule: [
        { rule: 'activity-type', count: 1 },
        { rule: 'id-scheme', count: 1 },
      ],
    });
  });

  it('is refused for what is left to be said against it, with all of its batch', async () => {
    const lost = { ...question(randomUUID()), verb: {} };
    const { status, detail } = await post(question(randomUUID()), lost);
    expect(status).toBe(400);
    expect(detail).toMatch(/\[1\]\.verb\.id: is required/);
    expect(detail).not.toMatch(/GroupActivity|parent/);
  });

  it('is refused again once the tenant is strict', async () => {
    await set({ id: 'default', mode: 'strict' });
    expect((await post(question(randomUUID()))).status).toBe(400);
  });
});

describe('tenants', () => {
  const run = (name: string, args: object) =>
    allJobs.get(name)!.run(town.platform, args, () => undefined, new AbortController().signal);
  const guizhou = { id: 'guizhou', nameZh: '贵州', nameEn: 'Guizhou', mode: 'lenient' };

  it('are made with their settings, and listed', async () => {
    const made = { ...guizhou, timeZone: 'Asia/Shanghai', xapiVersion: '1.0.3', models: 'rule' };
    expect(await run('tenant.create', guizhou)).toEqual(made);
    expect(await run('tenant.list', {})).toMatchObject({
      tenants: [{ id: 'default', mode: 'strict' }, made, { id: 'other' }],
    });
  });

  it('keep what is not named in a change', async () => {
    expect(await run('tenant.set', { id: 'guizhou', xapiVersion: '2.0.0' })).toMatchObject({
      nameEn: 'Guizhou',
      mode: 'lenient',
      xapiVersion: '2.0.0',
    });
    expect(await run('tenant.set', { id: 'guizhou' })).toMatchObject({ mode: 'lenient' });
  });

  it.each([
    ['tenant.create', guizhou, /There is a tenant guizhou already/],
    ['tenant.create', { ...guizhou, id: 'x', timeZone: 'Mars/Olympus' }, /Mars\/Olympus is no time zone/],
    ['tenant.create', { ...guizhou, id: 'Gui Zhou' }, /small letters, digits and dashes/],
    ['tenant.set', { id: 'nowhere', mode: 'strict' }, /There is no tenant nowhere/],
  ])('%s %j is refused in words', async (name, args, sentence) => {
    await expect(run(name, args)).rejects.toThrow(sentence);
    await expect(run(name, args)).rejects.toBeInstanceOf(JobError);
  });
});
