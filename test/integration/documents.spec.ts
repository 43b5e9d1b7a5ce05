import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LearnerPid } from '#libs/contracts';
import { DocumentStore } from '#libs/postgres';
import { pseudonym } from '#libs/privacy';
import { openApiTown, townNow, type ApiTown } from '../support/api-town.js';
import { XapiClient } from '../support/xapi-client.js';

let town: ApiTown;
let one: XapiClient;
let two: XapiClient;

const account = (name: string) => ({ homePage: 'https://id.example.org', name });
const agent = (name = 'a01') => ({ objectType: 'Agent', account: account(name) });
const activityId = 'https://example.org/activities/page-1';
const fresh = { 'if-none-match': '*' };
/** Address and parameters of a new document of each resource. */
const places = [
  ['activities/state', () => ({ activityId, agent: agent(), stateId: randomUUID() })],
  ['activities/profile', () => ({ activityId, profileId: randomUUID() })],
  ['agents/profile', () => ({ agent: agent(), profileId: randomUUID() })],
] as const;

function pidOf(name: string): LearnerPid {
  return pseudonym(town.platform.keyring.tenant('default'), `account:https://id.example.org|${name}`);
}

beforeAll(async () => {
  town = await openApiTown();
  one = await XapiClient.with(town, '1.0.3', 'xapi:all', 'identity:read');
  two = one.in('2.0.0');
});
afterAll(() => town.close());

describe.each(places)('%s (1.0.3 Communication 2.2)', (path, place) => {
  it('keeps bytes of any type as they are, with their tag and time', async () => {
    const where = place();
    const bytes = Buffer.from([0, 255, 10, 13, 0x7b]);
    const type = 'image/png; name="a b"';
    expect((await one.ask('PUT', path, where, bytes, { type, headers: fresh })).status).toBe(204);
    const back = await one.ask('GET', path, where);
    expect([back.status, back.headers['content-type'], back.bytes]).toEqual([200, type, bytes]);
    expect(back.headers.etag).toMatch(/^"[0-9a-f]{40}"$/);
    expect(back.headers['last-modified']).toBe(townNow.toUTCString());
    const head = await one.ask('HEAD', path, where);
    expect([head.status, head.text, head.headers['content-length'], head.headers.etag]).toEqual([
      200,
      '',
      '5',
      back.headers.etag,
    ]);
  });

  it('is not read again where the reader has it', async () => {
    const where = place();
    await one.ask('POST', path, where, { a: 1 });
    const { etag } = (await one.ask('GET', path, where)).headers;
    const again = await one.ask('GET', path, where, undefined, {
      headers: { 'if-none-match': String(etag) },
    });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('keeps an empty one too, and takes a type for bytes where none is said', async () => {
    const where = place();
    expect((await one.ask('PUT', path, where, undefined, { headers: fresh })).status).toBe(204);
    const { status, text, headers } = await one.ask('GET', path, where);
    expect([status, text, headers['content-type']]).toEqual([200, '', 'application/octet-stream']);
  });

  it('merges JSON at the top level', async () => {
    const where = place();
    await one.ask('POST', path, where, { car: { make: 'Ford', model: 'Escape' }, driver: 'Dale' });
    expect((await one.ask('POST', path, where, { car: { make: 'Dodge' } })).status).toBe(204);
    expect((await one.ask('GET', path, where)).json()).toEqual({ car: { make: 'Dodge' }, driver: 'Dale' });
  });

  it('changes nothing where a merge or a precondition fails', async () => {
    const where = place();
    await one.ask('POST', path, where, { a: 1 });
    const wrong = { headers: { 'if-match': '"0123456789012345678901234567890123456789"' } };
    expect((await one.ask('POST', path, where, 'abc', { type: 'text/plain' })).status).toBe(400);
    expect((await one.ask('POST', path, where, '[')).status).toBe(400);
    expect((await one.ask('PUT', path, where, { a: 2 }, wrong)).status).toBe(412);
    expect((await one.ask('POST', path, where, { a: 2 }, wrong)).status).toBe(412);
    expect((await one.ask('DELETE', path, where, undefined, wrong)).status).toBe(412);
    expect((await two.ask('PUT', path, where, { a: 2 })).status).toBe(409);
    expect((await one.ask('GET', path, where)).json()).toEqual({ a: 1 });
  });

  it('goes when it is deleted', async () => {
    const where = place();
    await one.ask('POST', path, where, { a: 1 });
    expect((await one.ask('DELETE', path, where)).status).toBe(204);
    expect((await one.ask('GET', path, where)).status).toBe(404);
    expect((await one.ask('HEAD', path, where)).status).toBe(404);
  });

  it('of many that bring the same tag at once one is stored, and the others are told', async () => {
    const where = place();
    await one.ask('POST', path, where, { turn: -1 });
    const { etag } = (await one.ask('GET', path, where)).headers;
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, turn) =>
        one.ask('PUT', path, where, { turn }, { headers: { 'if-match': String(etag) } }),
      ),
    );
    const winners = answers.flatMap(({ status }, turn) => (status === 204 ? [turn] : []));
    expect(winners).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(11);
    expect((await one.ask('GET', path, where)).json()).toEqual({ turn: winners[0] });
  });

  it('of many that are the first at once one is', async () => {
    const where = place();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, turn) => one.ask('PUT', path, where, { turn }, { headers: fresh })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 412, 412, 412, 412, 412]);
  });

  it('loses no property where many merge at once', async () => {
    const where = place();
    await Promise.all(
      Array.from({ length: 12 }, (_, turn) => one.ask('POST', path, where, { [`p${turn}`]: turn })),
    );
    expect(Object.keys((await one.ask('GET', path, where)).json() as object)).toHaveLength(12);
  });

  it('is not there for another tenant', async () => {
    const where = place();
    await one.ask('POST', path, where, { a: 1 });
    const key = await one.key('other', 'xapi:all', 'identity:read');
    expect((await one.ask('GET', path, where, undefined, { key })).status).toBe(404);
  });

  it('is for its own scope and for all', async () => {
    const where = place();
    const own = path === 'activities/state' ? 'xapi:state' : 'xapi:profile';
    for (const scope of ['xapi:read', 'xapi:write', 'xapi:state', 'xapi:profile', 'xapi:all'] as const) {
      const key = await one.key('default', scope);
      const status = scope === own || scope === 'xapi:all' ? 204 : 403;
      expect([scope, (await one.ask('POST', path, where, { a: 1 }, { key })).status]).toEqual([
        scope,
        status,
      ]);
    }
  });

  it('is refused over 4 MB', async () => {
    const { status } = await one.ask('POST', path, place(), Buffer.alloc(4 * 1024 * 1024 + 1), {
      type: 'application/octet-stream',
    });
    expect(status).toBe(413);
  });
});

describe('lists of ids', () => {
  it('of a state: by activity and agent, by registration, and since', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const where = { activityId: `https://example.org/${randomUUID()}`, agent: agent() };
    const put = (stateId: string, more: object = {}) =>
      one.ask('PUT', 'activities/state', { ...where, ...more, stateId }, { a: 1 });
    const ids = async (more: object = {}) =>
      ((await one.ask('GET', 'activities/state', { ...where, ...more })).json() as string[]).sort();
    await put('none');
    await put('one', { registration: first });
    const { now } = await town.platform.tenantClock.moment('default');
    await put('two', { registration: second });
    await put('none', { registration: first });
    expect(await ids()).toEqual(['none', 'one', 'two']);
    expect(await ids({ registration: first })).toEqual(['none', 'one']);
    expect(await ids({ since: now.toISOString() })).toEqual(['none', 'two']);
    expect(await ids({ agent: agent('a02') })).toEqual([]);
    // each document is one of its own registration
    await one.ask('DELETE', 'activities/state', { ...where, registration: first });
    expect(await ids()).toEqual(['none', 'two']);
    await one.ask('DELETE', 'activities/state', where);
    expect(await ids()).toEqual([]);
  });

  it('of profiles', async () => {
    const activity = `https://example.org/${randomUUID()}`;
    for (const profileId of ['b', 'a']) {
      await one.ask('POST', 'activities/profile', { activityId: activity, profileId }, { a: 1 });
      await one.ask('POST', 'agents/profile', { agent: agent('a03'), profileId }, { a: 1 });
    }
    expect((await one.ask('GET', 'activities/profile', { activityId: activity })).json()).toEqual(['a', 'b']);
    expect((await one.ask('GET', 'agents/profile', { agent: agent('a03') })).json()).toEqual(['a', 'b']);
    expect((await one.ask('DELETE', 'agents/profile', { agent: agent('a03') })).status).toBe(400);
  });
});

it.each([
  ['文本', 415],
  ['text/plain; name="文"', 400],
])('the type %s, which no header can hold, is refused', async (type, refused) => {
  const form = { activityId, profileId: 'typed', 'If-None-Match': '*', 'Content-Type': type, content: 'x' };
  const body = new URLSearchParams(form).toString();
  const { status } = await one.ask('POST', 'activities/profile', { method: 'PUT' }, body, {
    type: 'application/x-www-form-urlencoded',
  });
  expect(status).toBe(refused);
});

it('the alternate syntax brings type and precondition in the form', async () => {
  const where = { activityId, profileId: randomUUID() };
  const form = { ...where, 'If-None-Match': '*', 'Content-Type': 'text/plain', content: '内容' };
  const body = new URLSearchParams(form).toString();
  const put = () =>
    one.ask('POST', 'activities/profile', { method: 'PUT' }, body, {
      type: 'application/x-www-form-urlencoded',
    });
  expect([(await put()).status, (await put()).status]).toEqual([204, 412]);
  const { headers, text } = await one.ask('GET', 'activities/profile', where);
  expect([headers['content-type'], text]).toEqual(['text/plain', '内容']);
});

it('the same person is met however the agent is written', async () => {
  const profileId = randomUUID();
  await one.ask(
    'POST',
    'agents/profile',
    { agent: { mbox: 'mailto:li@Example.org', name: '李' }, profileId },
    { a: 1 },
  );
  const back = await one.ask('GET', 'agents/profile', {
    agent: { objectType: 'Agent', mbox: 'mailto:li@example.org' },
    profileId,
  });
  expect(back.json()).toEqual({ a: 1 });
});

it('a long address and a long id are no matter', async () => {
  const where = { activityId: `https://example.org/${'x'.repeat(3000)}`, profileId: '长'.repeat(1000) };
  expect((await one.ask('POST', 'activities/profile', where, { a: 1 })).status).toBe(204);
  expect((await one.ask('GET', 'activities/profile', where)).json()).toEqual({ a: 1 });
});

describe('what is kept of a person', () => {
  const marker = 'a very personal bookmark';
  const profile = (name: string) => ({ agent: agent(name), profileId: 'p' });
  const state = (name: string) => ({ activityId, agent: agent(name), stateId: 's' });

  it('stands in PostgreSQL under a pseudonym and sealed; what is of an activity stands open', async () => {
    await one.ask('POST', 'agents/profile', profile('b01'), { marker });
    await one.ask('POST', 'activities/state', state('b01'), { marker });
    await one.ask('POST', 'activities/profile', { activityId, profileId: 'open' }, { marker });
    const rows = await town.platform.postgres.query<{ resource: string; row: string; content: Buffer }>(
      `SELECT resource, documents::text AS row, content FROM documents
       WHERE learner_pid = $1 OR document = 'open' ORDER BY resource`,
      [pidOf('b01')],
    );
    expect(rows.map(({ resource }) => resource)).toEqual(['activity-profile', 'agent-profile', 'state']);
    expect(rows.map(({ content }) => content.includes(marker))).toEqual([true, false, false]);
    for (const { row } of rows) expect(row).not.toContain('id.example.org');
  });

  it('cannot be put in the place of another', async () => {
    await one.ask('POST', 'agents/profile', { agent: agent('b02'), profileId: 'x' }, { marker });
    await one.ask('POST', 'agents/profile', { agent: agent('b02'), profileId: 'y' }, { other: 1 });
    await town.platform.postgres.query(
      `UPDATE documents d SET content = o.content FROM documents o
       WHERE d.learner_pid = $1 AND o.learner_pid = $1 AND d.document = 'y' AND o.document = 'x'`,
      [pidOf('b02')],
    );
    const answer = await one.ask('GET', 'agents/profile', { agent: agent('b02'), profileId: 'y' });
    expect([answer.status, answer.text.includes(marker)]).toEqual([500, false]);
  });

  const erase = (doctor: string) =>
    town.platform.erasure.erase(
      'default',
      pidOf(doctor),
      { actorKind: 'system', actor: 'spec' },
      'asked for it',
    );

  it('is gone with the person, and nothing of them is taken in again', async () => {
    await one.ask('POST', 'agents/profile', profile('b03'), { marker });
    await one.ask('POST', 'activities/state', state('b03'), { marker });
    await erase('b03');
    const left = await town.platform.postgres.query(`SELECT FROM documents WHERE learner_pid = $1`, [
      pidOf('b03'),
    ]);
    expect(left).toEqual([]);
    expect((await one.ask('GET', 'agents/profile', profile('b03'))).status).toBe(404);
    expect((await one.ask('GET', 'agents/profile', { agent: agent('b03') })).json()).toEqual([]);
    const again = await one.ask('POST', 'agents/profile', profile('b03'), { marker });
    expect([again.status, again.json()]).toEqual([
      403,
      expect.objectContaining({ detail: expect.stringContaining('erased') as unknown }),
    ]);
    expect((await one.ask('DELETE', 'agents/profile', profile('b03'))).status).toBe(204);
  });

  it('is gone also where it is written while the person is erased', async () => {
    await one.ask('POST', 'agents/profile', profile('b04'), { turn: 0 });
    await Promise.all([
      ...Array.from({ length: 8 }, (_, turn) =>
        one.ask('POST', 'agents/profile', { ...profile('b04'), profileId: `p${turn}` }, { turn }),
      ),
      erase('b04'),
    ]);
    const left = await town.platform.postgres.query(`SELECT FROM documents WHERE learner_pid = $1`, [
      pidOf('b04'),
    ]);
    expect(left).toEqual([]);
  });

  it('is refused by the store too, where nobody remembered the person', async () => {
    const { postgres, keyring } = town.platform;
    const store = new DocumentStore(postgres, keyring);
    const owner = { resource: 'agent-profile', pid: pidOf('a stranger') } as const;
    const done = await store.change('default', owner, 'p', townNow, () => {
      throw new Error('is not asked');
    });
    expect(done).toEqual({ kind: 'nobody' });
  });

  it('does not stand in the log', () => {
    expect(town.log()).not.toMatch(/id\.example\.org|personal bookmark/);
  });
});
