import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../support/api-town.js';
import { apiRights } from './api.rights.js';
import { type Headers, personOf } from './callers.js';
import { type Answer, type Ask, PopulatedTown, type Secrets } from './populated-town.js';

let town: PopulatedTown;
let neighbour: () => Promise<Headers>;

beforeAll(async () => {
  town = await PopulatedTown.open();
  neighbour = await personOf(town.town, 'default', { role: 'manager', region: 'c2' });
}, 60_000);
afterAll(() => town.close());

/** Routes that ask for a thing of county c1 by its name, path or id: for its manager there, for the neighbour not. */
const things: readonly (readonly [route: string, ask: (secrets: Secrets) => Ask, own: number])[] = [
  ['GET /v1/learners/:pid', ({ pid }) => ({ url: `/v1/learners/${pid}` }), 200],
  ['GET /v1/learners/:pid/risk', ({ pid }) => ({ url: `/v1/learners/${pid}/risk` }), 200],
  ['GET /v1/learners/:pid/mastery', ({ pid }) => ({ url: `/v1/learners/${pid}/mastery` }), 200],
  ['GET /v1/learners/:pid/timeline', ({ pid }) => ({ url: `/v1/learners/${pid}/timeline` }), 200],
  [
    'POST /v1/learners/:pid/contact',
    ({ pid }) => ({ method: 'POST', url: `/v1/learners/${pid}/contact` }),
    200,
  ],
  ['GET /v1/learners', () => ({ url: '/v1/learners?region=c1' }), 200],
  ['GET /v1/regions/:code', () => ({ url: '/v1/regions/c1' }), 200],
  ['GET /v1/courses', () => ({ url: '/v1/courses?region=c1' }), 200],
  ['GET /v1/courses/:run', () => ({ url: `/v1/courses/${run.code}?region=c1` }), 200],
  ['GET /v1/events', () => ({ url: '/v1/events?region=v1' }), 200],
  ['GET /v1/events', ({ pid }) => ({ url: `/v1/events?learner=${pid}` }), 200],
  ['GET /v1/worklist', () => ({ url: '/v1/worklist?region=c1' }), 200],
  ['GET /v1/nudges/:id', ({ nudge }) => ({ url: `/v1/nudges/${nudge}` }), 200],
  [
    'PUT /v1/worklist/items/:id/assignment',
    ({ item }) => ({ method: 'PUT', url: `/v1/worklist/items/${item}/assignment`, body: { account: null } }),
    200,
  ],
  [
    'POST /v1/worklist/items/:id/notes',
    ({ item }) => ({ method: 'POST', url: `/v1/worklist/items/${item}/notes`, body: { text: 'x' } }),
    201,
  ],
  [
    'PUT /v1/worklist/items/:id/outcome',
    ({ item }) => ({ method: 'PUT', url: `/v1/worklist/items/${item}/outcome`, body: { result: 'reached' } }),
    200,
  ],
  [
    'DELETE /v1/worklist/items/:id/outcome',
    ({ item }) => ({ method: 'DELETE', url: `/v1/worklist/items/${item}/outcome` }),
    200,
  ],
  [
    'POST /v1/worklist/items/:id/dismissal',
    ({ item }) => ({ method: 'POST', url: `/v1/worklist/items/${item}/dismissal`, body: { reason: 'x' } }),
    200,
  ],
];

/** Routes that name no place: each sees what is their own. `shown` tells what of a01 the own manager sees. */
const lists: readonly (readonly [route: string, url: string, shown: readonly (keyof Secrets)[]])[] = [
  ['GET /v1/learners', '/v1/learners', ['pid', 'name']],
  ['GET /v1/learners', `/v1/learners?q=${encodeURIComponent('医生a01')}`, ['pid', 'name']],
  ['GET /v1/worklist', '/v1/worklist', ['pid', 'name', 'item']],
  ['GET /v1/nudges', '/v1/nudges', ['pid', 'name', 'nudge']],
  ['GET /v1/events', '/v1/events', ['pid']],
  ['GET /v1/session', '/v1/session', []],
  ['GET /v1/courses', '/v1/courses', []],
  ['GET /v1/courses/:run', `/v1/courses/${run.code}`, []],
];

/** Routes that are the same wherever one works. */
const everywhere: readonly string[] = [
  'DELETE /v1/session',
  'GET /v1/models',
  'GET /v1/models/:version/card',
  'GET /v1/models/:version/watch',
  'GET /v1/system/demo',
  'PUT /v1/system/demo',
];

const asNeighbour = async (ask: Ask): Promise<Answer> => town.ask(await neighbour(), ask);

describe('the subtree of a role', () => {
  it('is held against every route that a manager may call', () => {
    const held = [...things, ...lists].map(([route]) => route);
    const open = apiRights.filter(({ roles }) => roles?.includes('manager'));
    expect([...new Set([...held, ...everywhere])].toSorted()).toEqual(
      open.map(({ route }) => route).toSorted(),
    );
  });

  it.each(things)('%s is not found by the neighbour, and there for the own manager', async (_, ask, own) => {
    const theirs = await asNeighbour(ask(town.secrets));
    expect([theirs.status, town.leaks(theirs)]).toEqual([404, []]);
    expect((await town.asOwn(ask(town.secrets))).status).toBe(own);
  });

  it.each(lists)('%s as %s shows the neighbour nobody of here', async (_, url, shown) => {
    const theirs = await asNeighbour({ url });
    expect([theirs.status, town.leaks(theirs)]).toEqual([200, []]);
    expect(theirs.text).not.toMatch(/"(c1|t1|v1|v2)"/);
    const ours = await town.asOwn({ url });
    expect([ours.status, town.leaks(ours).toSorted()]).toEqual([200, [...shown].toSorted()]);
    expect(ours.text).not.toMatch(/"(c2|t2|v3)"/);
  });

  it.each([
    ['/v1/learners', 'total', 22, 8],
    ['/v1/events', 'total', 1, 0],
  ] as const)('%s counts within it (%s)', async (url, figure, own, theirs) => {
    const counted = ({ text }: Answer) => (JSON.parse(text) as Record<string, unknown>)[figure];
    expect([counted(await town.asOwn({ url })), counted(await asNeighbour({ url }))]).toEqual([own, theirs]);
  });

  it('shows an operator how many letters wait, and not the words of anybody', async () => {
    const letter = (hour: number, reason: string) => ({
      id: randomUUID(),
      tenant: 'default',
      at: `2020-11-20T0${String(hour)}:00:00.000Z`,
      topic: 'statements',
      stage: 'spec',
      reason,
      payload: '{"of": "anybody"}',
    });
    const letters = [letter(1, 'not JSON: "of"'), letter(2, 'not JSON: "anybody"')];
    await town.town.platform.clickhouse.insert('dead_letters', letters, { token: randomUUID() });
    const seen = async (region: string | null) => {
      const headers = await (await personOf(town.town, 'default', { role: 'operator', region }))();
      const { text } = await town.ask(headers, { url: '/v1/system' });
      const { deadLetters } = JSON.parse(text) as { deadLetters: { byReason: { stage: string }[] } };
      return {
        rows: deadLetters.byReason.filter(({ stage }) => stage === 'spec'),
        letters: await town.ask(headers, { url: '/v1/system/dead-letters' }),
      };
    };
    expect(await seen(null)).toMatchObject({
      rows: [{ reason: 'not JSON: "anybody"' }, { reason: 'not JSON: "of"' }],
      letters: { status: 200 },
    });
    const of = { stage: 'spec', reason: '', count: 2 };
    expect(await seen('c1')).toMatchObject({
      rows: [{ ...of, first: '2020-11-20T01:00:00.000Z', last: '2020-11-20T02:00:00.000Z' }],
      letters: { status: 403, text: expect.stringContaining('只对角色不限区域的人员开放') as unknown },
    });
  });
});
