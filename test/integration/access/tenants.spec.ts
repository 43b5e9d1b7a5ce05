import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyScopes } from '#libs/contracts';
import { multipartEnd, partHead } from '#libs/xapi';
import { activity, run, statement } from '../../support/api-town.js';
import { apiRights } from './api.rights.js';
import { type Headers, personOf } from './callers.js';
import { type Answer, type Ask, PopulatedTown, type Secrets } from './populated-town.js';

const attached = 'attached by the first tenant alone';
const sha2 = createHash('sha256').update(attached).digest('hex');
const seen = {
  ...statement('a01', 'experienced', 'page-1', '2026-11-20T08:00:00.000Z'),
  id: randomUUID(),
  attachments: [
    {
      usageType: 'http://example.org/attached',
      display: { en: 'A file' },
      contentType: 'text/plain',
      length: attached.length,
      sha2,
    },
  ],
};
const mbox = 'mailto:a01@example.org';
const agent = (given: object) => `agent=${encodeURIComponent(JSON.stringify(given))}`;
const where = `activityId=${encodeURIComponent(activity('page-1'))}`;
const version = 'risk-of-the-first-tenant';
const reason = 'a reason of the first tenant';

let town: PopulatedTown;
/** Of the second tenant: a key with every scope, and people who may do most. */
let key: Headers;
let admin: () => Promise<Headers>;
let manager: () => Promise<Headers>;
/** Of the first: a key with every scope. */
let first: Headers;

beforeAll(async () => {
  town = await PopulatedTown.open();
  key = await town.keyOf('other', ...keyScopes);
  first = await town.keyOf('default', ...keyScopes);
  admin = await personOf(town.town, 'other', { role: 'admin' });
  manager = await personOf(town.town, 'other', { role: 'manager' });
  const { stores } = town.town.platform;
  const model = { trainedOn: [run.code], metrics: {}, features: [], model: {} };
  await stores.riskModels.add('default', { version, createdAt: new Date(), ...model });
  const letter = {
    at: '2026-11-24T03:00:00.000Z',
    topic: 'statements',
    partition: 0,
    stage: 'decode',
    reason,
  };
  const letters = ['default', ''].map((tenant, offset) => ({ tenant, offset, id: randomUUID(), ...letter }));
  await town.town.platform.clickhouse.insert(
    'dead_letters',
    letters.map((row) => ({ ...row, payload: `${town.secrets.pid} of ${row.tenant || 'nobody knows'}` })),
    { token: letters.map(({ id }) => id).join() },
  );
  const parts = [
    partHead('b', { 'Content-Type': 'application/json' }) + JSON.stringify(seen),
    partHead('b', { 'Content-Transfer-Encoding': 'binary', 'X-Experience-API-Hash': sha2 }) + attached,
  ];
  const sent = await town.town.app.inject({
    method: 'POST',
    url: '/xapi/statements',
    headers: {
      ...first,
      'content-type': 'multipart/mixed; boundary=b',
      'x-experience-api-version': '1.0.3',
    },
    payload: `${parts.join('')}${multipartEnd('b')}`,
  });
  expect([sent.statusCode, sent.body]).toEqual([200, JSON.stringify([seen.id])]);
  await town.sent({ ...statement('a01', 'viewed', 'page-1', '2026-11-20T08:30:00Z'), actor: { mbox } });
  const persons = [{ pid: town.secrets.pid }, { mbox }];
  await ours({ method: 'POST', url: '/v1/privacy/persons/links', body: { persons } }, 200);
  for (const url of [state, activityProfile, agentProfile])
    await ours({ method: 'POST', url, body: {} }, 204);
}, 60_000);
afterAll(() => town.close());

const state = `/xapi/activities/state?${where}&${agent(seen.actor)}&stateId=bookmark`;
const activityProfile = `/xapi/activities/profile?${where}&profileId=settings`;
const agentProfile = `/xapi/agents/profile?${agent(seen.actor)}&profileId=settings`;

async function ours(ask: Ask, status: number): Promise<Answer> {
  const answer = await town.ask(first, ask);
  expect([ask.url, answer.status]).toEqual([ask.url, status]);
  return answer;
}

/** Asks as the key of the second tenant, or as its people where keys are not let in; nothing may leak. */
async function theirs(ask: Ask, as: Headers = key): Promise<Answer> {
  const answer = await town.ask(as, ask);
  expect(town.leaks(answer)).toEqual([]);
  for (const secret of [version, reason, '医生', seen.id, attached])
    expect(answer.text).not.toContain(secret);
  return answer;
}

describe('a second tenant at the record store', () => {
  it('finds no statement by its id, however it asks', async () => {
    for (const parameter of ['statementId', 'voidedStatementId']) {
      const url = `/xapi/statements?${parameter}=${seen.id}`;
      expect((await town.ask(key, { url })).status).toBe(404);
      expect((await town.ask(key, { url: `${url}&attachments=true` })).status).toBe(404);
    }
    await ours({ url: `/xapi/statements?statementId=${seen.id}` }, 200);
  });

  it('finds none by agent, pseudonym, verb, activity, registration or time, nor by a link to more of them', async () => {
    await town.sent(statement('a01', 'experienced', 'page-1', '2026-11-20T09:00:00.000Z'));
    const pseudonymous = await town.ask(await town.keyOf('default', 'xapi:read'), {
      url: `/xapi/statements?statementId=${seen.id}`,
    });
    const { actor: pseudonym } = JSON.parse(pseudonymous.text) as { actor: object };
    const filters = [
      '',
      agent(seen.actor),
      agent({ mbox }),
      agent(pseudonym),
      `${agent(pseudonym)}&related_agents=true`,
      `verb=${encodeURIComponent(seen.verb.id)}`,
      where.replace('activityId', 'activity'),
      `${where.replace('activityId', 'activity')}&related_activities=true`,
      'since=2020-01-01T00:00:00Z',
      'attachments=true',
    ];
    for (const filter of filters) {
      const url = `/xapi/statements?${filter}`;
      const { text } = await theirs({ url });
      expect([url, text]).toEqual([url, expect.stringContaining('{"statements":[],"more":""}')]);
      if (filter === 'attachments=true') continue;
      const page = await ours({ url: `${url}&limit=1` }, 200);
      const { more } = JSON.parse(page.text) as { more: string };
      if (more !== '') expect((await theirs({ url: more })).text).toContain('"statements":[]');
    }
  });

  it('knows nothing of people, activities and documents', async () => {
    const person = JSON.parse((await theirs({ url: `/xapi/agents?${agent(seen.actor)}` })).text) as object;
    expect(person).toEqual({ objectType: 'Person', account: [seen.actor.account] });
    expect((await ours({ url: `/xapi/agents?${agent(seen.actor)}` }, 200)).text).toContain(mbox);
    expect(JSON.parse((await theirs({ url: `/xapi/activities?${where}` })).text)).toEqual({
      objectType: 'Activity',
      id: activity('page-1'),
    });
    for (const url of [state, activityProfile, agentProfile]) {
      expect((await theirs({ url })).status).toBe(404);
      expect((await theirs({ url: url.replace(/&(stateId|profileId)=\w+/, '') })).text).toBe('[]');
      expect((await theirs({ method: 'DELETE', url })).status).toBe(204);
      await ours({ url }, 200);
    }
  });

  it('gets no attached file by naming its hash', async () => {
    const claimed = { ...seen, id: randomUUID() };
    expect((await town.ask(key, { method: 'POST', url: '/xapi/statements', body: claimed })).status).toBe(
      400,
    );
    const linked = seen.attachments.map((one) => ({ ...one, fileUrl: 'https://example.org/file' }));
    const elsewhere = { ...claimed, attachments: linked };
    expect((await town.ask(key, { method: 'POST', url: '/xapi/statements', body: elsewhere })).status).toBe(
      200,
    );
    const url = `/xapi/statements?statementId=${claimed.id}&attachments=true`;
    expect((await theirs({ url })).status).toBe(200);
    expect(
      (await ours({ url: `/xapi/statements?statementId=${seen.id}&attachments=true` }, 200)).text,
    ).toContain(attached);
  });
});

type Row = readonly [route: string, ask: (secrets: Secrets) => Ask, status: number];
const post = (url: string, body: object = {}): Ask => ({ method: 'POST', url, body });
const put = (url: string, body: object): Ask => ({ method: 'PUT', url, body });
const item = ({ item: id }: Secrets, what: string) => `/v1/worklist/items/${id}/${what}`;

/** Every route of the API, asked for what is the first tenant's. */
const api: readonly Row[] = [
  ['GET /v1/session', () => ({ url: '/v1/session' }), 200],
  ['GET /v1/worklist', () => ({ url: '/v1/worklist' }), 200],
  ['GET /v1/worklist', () => ({ url: '/v1/worklist?region=c1' }), 404],
  ['PUT /v1/worklist/items/:id/assignment', (of) => put(item(of, 'assignment'), { account: null }), 404],
  ['POST /v1/worklist/items/:id/notes', (of) => post(item(of, 'notes'), { text: 'x' }), 404],
  ['PUT /v1/worklist/items/:id/outcome', (of) => put(item(of, 'outcome'), { result: 'reached' }), 404],
  ['DELETE /v1/worklist/items/:id/outcome', (of) => ({ method: 'DELETE', url: item(of, 'outcome') }), 404],
  ['POST /v1/worklist/items/:id/dismissal', (of) => post(item(of, 'dismissal'), { reason: 'x' }), 404],
  ['GET /v1/learners', () => ({ url: '/v1/learners' }), 200],
  ['GET /v1/learners', ({ name }) => ({ url: `/v1/learners?q=${encodeURIComponent(name)}` }), 200],
  ['GET /v1/learners', () => ({ url: '/v1/learners?region=c1' }), 404],
  ['GET /v1/learners', () => ({ url: `/v1/learners?run=${run.code}` }), 404],
  ['GET /v1/learners/:pid', ({ pid }) => ({ url: `/v1/learners/${pid}` }), 404],
  ['GET /v1/learners/:pid/risk', ({ pid }) => ({ url: `/v1/learners/${pid}/risk` }), 404],
  ['GET /v1/learners/:pid/mastery', ({ pid }) => ({ url: `/v1/learners/${pid}/mastery` }), 404],
  ['GET /v1/learners/:pid/timeline', ({ pid }) => ({ url: `/v1/learners/${pid}/timeline` }), 404],
  ['POST /v1/learners/:pid/contact', ({ pid }) => post(`/v1/learners/${pid}/contact`), 404],
  ['GET /v1/regions/:code', () => ({ url: '/v1/regions/c1' }), 404],
  ['GET /v1/courses', () => ({ url: '/v1/courses' }), 200],
  ['GET /v1/courses/:run', () => ({ url: `/v1/courses/${run.code}` }), 404],
  ['GET /v1/events', () => ({ url: '/v1/events' }), 200],
  ['GET /v1/events', ({ pid }) => ({ url: `/v1/events?learner=${pid}` }), 404],
  ['GET /v1/events', () => ({ url: `/v1/events?run=${run.code}` }), 404],
  ['GET /v1/models', () => ({ url: '/v1/models' }), 200],
  ['GET /v1/models/:version/card', () => ({ url: `/v1/models/${version}/card` }), 404],
  ['GET /v1/models/:version/watch', () => ({ url: `/v1/models/${version}/watch` }), 404],
  ['GET /v1/models/:version/promotion', () => ({ url: `/v1/models/${version}/promotion` }), 404],
  ['POST /v1/models/:version/promote', () => post(`/v1/models/${version}/promote`, { why: 'to try' }), 404],
  ['GET /v1/nudges', () => ({ url: '/v1/nudges' }), 200],
  ['GET /v1/nudges', ({ pid }) => ({ url: `/v1/nudges?learner=${pid}` }), 200],
  ['GET /v1/nudges/:id', ({ nudge }) => ({ url: `/v1/nudges/${nudge}` }), 404],
  [
    'POST /v1/nudges/:id/outcome',
    ({ nudge }) => post(`/v1/nudges/${nudge}/outcome`, { status: 'opened', at: '2026-11-24T04:00:00Z' }),
    404,
  ],
  ['GET /v1/privacy/erasures', () => ({ url: '/v1/privacy/erasures' }), 200],
  [
    'DELETE /v1/privacy/persons/links/:pid',
    ({ pid }) => ({ method: 'DELETE', url: `/v1/privacy/persons/links/${pid}` }),
    404,
  ],
  ['GET /v1/system', () => ({ url: '/v1/system' }), 200],
  ['GET /v1/system/dead-letters', () => ({ url: '/v1/system/dead-letters' }), 200],
  [
    'POST /v1/system/dead-letters/replay',
    () => post('/v1/system/dead-letters/replay', { dryRun: true }),
    200,
  ],
  ['GET /v1/system/corrections', () => ({ url: '/v1/system/corrections' }), 200],
  ['GET /v1/system/demo', () => ({ url: '/v1/system/demo' }), 404],
  ['PUT /v1/system/demo', () => put('/v1/system/demo', { paused: true }), 404],
  ['POST /v1/imports', () => post('/v1/imports', { tenant: 'default', format: 'xapi', path: '/tmp/x' }), 404],
];

/** Routes that name nothing of a tenant, or (the last three) write into the caller's own, see below. */
const elsewhere: readonly string[] = [
  'POST /v1/session',
  'DELETE /v1/session',
  'GET /v1/session/personas',
  'POST /v1/control/jobs/:name',
  'GET /v1/openapi.json',
  'POST /v1/roster',
  'POST /v1/privacy/erasures',
  'POST /v1/privacy/persons/links',
];

describe('a second tenant at the API', () => {
  it('is held against every route', () => {
    const held = new Set([...api.map(([route]) => route), ...elsewhere]);
    const routes = apiRights.map(({ route }) => route).filter((route) => route.includes(' /v1/'));
    expect([...held].toSorted()).toEqual(routes.toSorted());
  });

  it.each(api)('%s, asked by key and by people, shows nothing of the first', async (route, ask, status) => {
    const right = apiRights.find((one) => one.route === route);
    const asked = ask(town.secrets);
    const callers = [
      ...(right?.scopes === undefined ? [] : [key]),
      ...(right?.roles?.includes('admin') === true ? [await admin()] : []),
      ...(right?.roles?.includes('manager') === true ? [await manager()] : []),
    ];
    expect(callers.length).toBeGreaterThan(0);
    for (const headers of callers) expect((await town.ask(headers, asked)).status).toBe(status);
    for (const headers of callers) await theirs(asked, headers);
  });

  it('has its own codes and people: what it writes under the same ones touches nothing of the first', async () => {
    const { pid } = town.secrets;
    const region = { code: 'c1', parent: null, level: 'county', name: { zh: '别处', en: 'Elsewhere' } };
    expect((await theirs(post('/v1/roster', { regions: [region] }))).status).toBe(200);
    const c1 = await ours({ url: '/v1/regions/c1' }, 200);
    expect(c1.text).toContain('县一');
    expect(c1.text).not.toContain('别处');

    const erased = await town.ask(key, post('/v1/privacy/erasures', { pid, reason: 'not ours' }));
    // nobody of its own has that pseudonym
    const { erasures } = JSON.parse(erased.text) as { erasures: { erased: Record<string, number> }[] };
    expect(erasures.map(({ erased: counts }) => Object.values(counts).some((n) => n > 0))).toEqual([false]);
    const persons = [{ pid }, { mbox: 'mailto:somebody@example.org' }];
    await town.ask(key, post('/v1/privacy/persons/links', { persons }));
    await town.ask(key, post('/v1/privacy/erasures', { account: seen.actor.account, reason: 'not ours' }));
    const back = await ours({ url: `/xapi/statements?statementId=${seen.id}` }, 200);
    expect(JSON.parse(back.text)).toMatchObject({ actor: seen.actor });
    expect((await ours({ url: `/xapi/agents?${agent(seen.actor)}` }, 200)).text).not.toContain('somebody');
    expect((await town.asOwn({ method: 'POST', url: `/v1/learners/${pid}/contact` })).text).toContain(
      '医生a01',
    );
  });

  it('sees no dead letter that may be of the first, which does see it', async () => {
    const { text } = await ours({ url: '/v1/system/dead-letters' }, 200);
    expect(text).toContain('of default');
    expect(text).toContain('of nobody knows');
    const status = JSON.parse((await theirs({ url: '/v1/system' })).text) as {
      deadLetters: { total: number };
    };
    expect(status.deadLetters.total).toBe(0);
  });
});
