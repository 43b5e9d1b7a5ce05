import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KeyScope } from '#libs/contracts';
import { openApiTown, statement, type ApiTown } from '../support/api-town.js';

let town: ApiTown;
let full: string;
const keys = new Map<string, string>();

async function key(tenant: string, ...scopes: KeyScope[]): Promise<string> {
  const name = `${tenant} ${scopes.join()}`;
  const known = keys.get(name);
  if (known !== undefined) return known;
  const { id, secret } = await town.platform.stores.keys.create(tenant, name, scopes);
  keys.set(name, `${id}:${secret}`);
  return `${id}:${secret}`;
}

interface Ask {
  readonly key?: string;
  readonly version?: string | null;
  readonly type?: string;
  readonly encoding?: string;
}

async function ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown, how: Ask = {}) {
  const { version = '1.0.3', type = 'application/json', encoding } = how;
  const answer = await town.app.inject({
    method,
    url: path,
    headers: {
      authorization: `Basic ${Buffer.from(how.key ?? full).toString('base64')}`,
      ...(version === null ? {} : { 'x-experience-api-version': version }),
      ...(body === undefined ? {} : { 'content-type': type }),
      ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
      'accept-language': 'en',
    },
    ...(body === undefined ? {} : { payload: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
  });
  return { status: answer.statusCode, headers: answer.headers, text: answer.body, json: parsed(answer.body) };
}

function parsed(
  text: string,
): { statements: { id: string; actor: object }[]; more: string; detail: string } & string[] {
  return (text === '' ? null : JSON.parse(text)) as never;
}

const seen = (doctor: string, minute: number) =>
  statement(doctor, 'experienced', 'page-1', `2026-11-20T08:${String(minute).padStart(2, '0')}:00.000Z`);

beforeAll(async () => {
  town = await openApiTown();
  full = await key('default', 'xapi:read', 'xapi:write', 'identity:read');
});
afterAll(() => town.close());

describe('taking statements', () => {
  it('answers about without key or version', async () => {
    const answer = await town.app.inject({ url: '/xapi/about' });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ version: expect.arrayContaining(['1.0.3', '2.0.0']) as unknown });
  });

  it('takes one by POST and gives it back as it was sent, with id, stored, authority and version set', async () => {
    const sent = { ...seen('a01', 1), actor: { ...seen('a01', 1).actor, name: '医生甲' } };
    const { status, json, headers } = await ask('POST', '/xapi/statements', sent);
    expect([status, headers['x-experience-api-version']]).toEqual([200, '1.0.3']);
    const back = await ask('GET', `/xapi/statements?statementId=${json[0] ?? ''}`);
    expect(back.json).toMatchObject({
      ...sent,
      id: json[0],
      stored: expect.any(String) as unknown,
      authority: { objectType: 'Agent' },
      version: '1.0.0',
    });
  });

  it('takes one by PUT under the id of the query, 204, and again with equal content', async () => {
    const id = randomUUID();
    expect((await ask('PUT', `/xapi/statements?statementId=${id}`, seen('a02', 1))).status).toBe(204);
    expect((await ask('PUT', `/xapi/statements?statementId=${id}`, seen('a02', 1))).status).toBe(204);
    expect((await ask('PUT', `/xapi/statements?statementId=${id}`, seen('a02', 2))).status).toBe(409);
  });

  it('stores nothing of a batch with one statement that is not legal, and names place and rule', async () => {
    const good = { ...seen('a03', 1), id: randomUUID() };
    const { status, json } = await ask('POST', '/xapi/statements', [
      good,
      { ...seen('a03', 2), actor: { mbox: 'a@b.c' } },
    ]);
    expect(status).toBe(400);
    expect(json.detail).toMatch(/\[1\]\.actor\.mbox.*Data/);
    expect((await ask('GET', `/xapi/statements?statementId=${good.id}`)).status).toBe(404);
  });

  it('stores nothing of a batch in which one id is known with other content', async () => {
    const [known, fresh] = [randomUUID(), randomUUID()];
    await ask('POST', '/xapi/statements', { ...seen('a04', 1), id: known });
    const batch = [
      { ...seen('a04', 2), id: fresh },
      { ...seen('a04', 3), id: known },
    ];
    expect((await ask('POST', '/xapi/statements', batch)).status).toBe(409);
    expect((await ask('GET', `/xapi/statements?statementId=${fresh}`)).status).toBe(404);
  });

  it('of two that come at once under one id stores one', async () => {
    const id = randomUUID();
    const answers = await Promise.all(
      [1, 2].map((minute) => ask('POST', '/xapi/statements', { ...seen('a05', minute), id })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it.each([
    ['cut off', Buffer.from('{"actor":'), {}, 400, /not JSON/],
    ['in another encoding', Buffer.from([0x7b, 0xc3, 0x28, 0x7d]), {}, 400, /UTF-8/],
    [
      'in a gzip that is cut off',
      gzipSync('{}'.repeat(500)).subarray(0, 20),
      { encoding: 'gzip' },
      400,
      /cut off/,
    ],
    ['of another type', Buffer.from('{}'), { type: 'text/plain' }, 415, /application\/json/],
    ['without a version', Buffer.from('{}'), { version: null }, 400, /X-Experience-API-Version/],
    ['of a version that nobody knows', Buffer.from('{}'), { version: '3.1' }, 400, /3\.1/],
    ['over 16 MB', Buffer.alloc(17 * 1024 * 1024, 0x20), {}, 413, /./],
    [
      'that unpacks to over 16 MB',
      gzipSync(Buffer.alloc(40 * 1024 * 1024)),
      { encoding: 'gzip' },
      413,
      /several parts/,
    ],
  ] as const)('refuses a body %s, in words', async (_, body, how, status, words) => {
    const answer = await ask('POST', '/xapi/statements', body, how);
    expect([answer.status, answer.json.detail]).toEqual([status, expect.stringMatching(words)]);
  });

  it('takes a gzip that is whole', async () => {
    const answer = await ask('POST', '/xapi/statements', gzipSync(JSON.stringify(seen('a06', 1))), {
      encoding: 'gzip',
    });
    expect(answer.status).toBe(200);
  });
});

describe('reading statements', () => {
  it('pages through all of an agent by `more`, newest first, each once', async () => {
    const ids = (
      await ask(
        'POST',
        '/xapi/statements',
        Array.from({ length: 25 }, (_, i) => seen('b01', i)),
      )
    ).json;
    const agent = encodeURIComponent(JSON.stringify(seen('b01', 0).actor));
    const met: string[] = [];
    for (let path = `/xapi/statements?limit=10&agent=${agent}`; path !== '';) {
      const { json } = await ask('GET', path);
      met.push(...json.statements.map(({ id }) => id));
      path = json.more;
    }
    expect(met).toHaveLength(25);
    expect(new Set(met)).toEqual(new Set(ids));
  });

  it('filters by verb, activity and time, and refuses a parameter that it does not know', async () => {
    await ask(
      'POST',
      '/xapi/statements',
      statement('b02', 'answered', 'item-1', '2026-11-20T09:00:00Z', { success: true }),
    );
    const count = async (query: string) =>
      (await ask('GET', `/xapi/statements?${query}`)).json.statements.length;
    expect(await count(`activity=${encodeURIComponent('https://example.org/activities/item-1')}`)).toBe(1);
    expect(await count(`verb=${encodeURIComponent('http://adlnet.gov/expapi/verbs/answered')}`)).toBe(1);
    expect(await count('since=2027-01-01T00:00:00Z')).toBe(0);
    expect((await ask('GET', '/xapi/statements?Verb=x')).status).toBe(400);
  });

  it('gives pseudonyms to a key without the right to identities', async () => {
    const [id] = (await ask('POST', '/xapi/statements', seen('b03', 1))).json;
    const reader = await key('default', 'xapi:read');
    const { text } = await ask('GET', `/xapi/statements?statementId=${id ?? ''}`, undefined, { key: reader });
    expect(text).toMatch(/"name":"[0-9a-hjkmnp-tv-z]{26}"/);
    expect(text).not.toContain('id.example.org');
  });

  it('gives nothing back that a later statement has voided', async () => {
    const [id] = (await ask('POST', '/xapi/statements', seen('b04', 1))).json;
    await ask('POST', '/xapi/statements', {
      actor: seen('b04', 1).actor,
      verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
      object: { objectType: 'StatementRef', id },
    });
    expect((await ask('GET', `/xapi/statements?statementId=${id ?? ''}`)).status).toBe(404);
    expect((await ask('GET', `/xapi/statements?voidedStatementId=${id ?? ''}`)).status).toBe(200);
  });
});

describe('who may', () => {
  it('refuses a wrong secret, a key without the scope, and keeps tenants apart', async () => {
    expect((await ask('POST', '/xapi/statements', seen('a01', 1), { key: 'nobody:nothing' })).status).toBe(
      401,
    );
    const reader = await key('default', 'xapi:read');
    expect((await ask('POST', '/xapi/statements', seen('a01', 1), { key: reader })).status).toBe(403);
    const [id] = (await ask('POST', '/xapi/statements', seen('a01', 9))).json;
    const other = await key('other', 'xapi:read', 'xapi:write', 'identity:read');
    expect(
      (await ask('GET', `/xapi/statements?statementId=${id ?? ''}`, undefined, { key: other })).status,
    ).toBe(404);
    expect((await ask('POST', '/xapi/statements', { ...seen('a01', 10), id }, { key: other })).status).toBe(
      200,
    );
  });

  it('writes no identity and no secret into the log', () => {
    expect(town.log()).not.toMatch(/id\.example\.org|医生/);
    for (const pair of keys.values()) expect(town.log()).not.toContain(pair.split(':')[1]);
  });
});
