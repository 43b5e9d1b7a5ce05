import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KeyScope } from '#libs/contracts';
import { openApiTown, statement, townNow, type ApiTown } from '../support/api-town.js';

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

  it('names the first error, and every one where that is asked for', async () => {
    const illegal = [
      { ...seen('a03', 2), verb: {} },
      { ...seen('a03', 2), actor: {} },
    ];
    const errors = async (prefer: object) => {
      const answer = await town.app.inject({
        method: 'POST',
        url: '/xapi/statements',
        headers: {
          authorization: `Basic ${Buffer.from(full).toString('base64')}`,
          'x-experience-api-version': '1.0.3',
          'content-type': 'application/json',
          ...prefer,
        },
        payload: JSON.stringify(illegal),
      });
      return answer.json<{ errors: { path: string }[] }>().errors.map(({ path }) => path);
    };
    expect(await errors({})).toEqual(['[0].verb.id']);
    expect(await errors({ prefer: 'respond-async, errors=all' })).toEqual(['[0].verb.id', '[1].actor']);
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
    [
      'with a key that stands twice',
      Buffer.from('[{"actor":{"mbox":"mailto:a@b.c","mbox":"mailto:d@e.f"}}]'),
      {},
      400,
      /\[0\]\.actor: has the key "mbox" more than once \(xAPI 1\.0\.3, Data 2\.2\)/,
    ],
    [
      'that is nested without end',
      Buffer.from(`${'['.repeat(10_000)}${']'.repeat(10_000)}`),
      {},
      400,
      /nested deeper than 600/,
    ],
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

  it('answers many who ask at the same moment as it answers each alone', async () => {
    const doctors = Array.from({ length: 8 }, (_, number) => `together-${String(number)}`);
    const sent = doctors.flatMap((doctor, number) =>
      Array.from({ length: number + 1 }, (_, minute) => seen(doctor, minute)),
    );
    const { json: ids } = await ask('POST', '/xapi/statements', sent);
    const askFor = (doctor: string, more = '') => {
      const agent = encodeURIComponent(JSON.stringify(seen(doctor, 0).actor));
      return ask('GET', `/xapi/statements?agent=${agent}&limit=4${more}`);
    };
    const none = '&since=2100-01-01T00:00:00Z';
    const together = await Promise.all([
      ...doctors.map((doctor) => askFor(doctor)),
      askFor(doctors[7]!, none),
      askFor(doctors[6]!, '&ascending=true'),
      ...ids.map((id) => ask('GET', `/xapi/statements?statementId=${id}`)),
    ]);
    const idsOf = (answer: (typeof together)[number]) => answer.json.statements.map(({ id }) => id);
    let from = 0;
    for (const [number, answer] of together.slice(0, 8).entries()) {
      const own = ids.slice(from, (from += number + 1));
      expect(idsOf(answer)).toEqual(own.reverse().slice(0, 4));
      expect(answer.json.more !== '').toBe(number >= 4);
    }
    expect(idsOf(together[8]!)).toEqual([]);
    expect(idsOf(together[9]!)).toEqual(ids.slice(21, 25));
    expect(together.slice(10).map(({ json }) => (json as unknown as { id: string }).id)).toEqual(ids);
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

  it('gives each back in the form in which its people were written, and pseudonyms without marks to others', async () => {
    const mbox = (address: string, more: object) => ({
      ...seen('x', 1),
      id: randomUUID(),
      actor: { mbox: `mailto:${address}`, ...more },
    });
    const sent = [
      mbox('wei@example.org', {}),
      mbox('wei@Example.ORG', { name: '魏', objectType: 'Agent' }),
      {
        ...mbox('wei@example.org', { name: 'Dr Wei' }),
        context: {
          instructor: { name: 'W', mbox: 'mailto:wei@example.org' },
          team: { objectType: 'Group', name: 'Wei and others', member: [{ mbox: 'mailto:wei@example.org' }] },
        },
      },
    ];
    expect((await ask('POST', '/xapi/statements', sent)).status).toBe(200);
    const reader = await key('default', 'xapi:read');
    for (const one of sent) {
      const path = `/xapi/statements?statementId=${one.id}`;
      const { actor, context } = (await ask('GET', path)).json as unknown as (typeof sent)[number];
      expect({ actor, context }).toEqual({ actor: one.actor, context: one.context });
      for (const format of ['exact', 'ids', 'canonical']) {
        const { text } = await ask('GET', `${path}&format=${format}`, undefined, { key: reader });
        expect(text).not.toMatch(/wei|魏|"W"|~/i);
      }
    }
    // the same person all along
    const agent = encodeURIComponent(JSON.stringify({ mbox: 'mailto:wei@EXAMPLE.org' }));
    expect((await ask('GET', `/xapi/statements?agent=${agent}`)).json.statements).toHaveLength(3);
    // a name makes no other statement of it
    const [first] = sent;
    const again = { ...first, actor: { ...first?.actor, name: 'Wei again' } };
    expect((await ask('POST', '/xapi/statements', again)).status).toBe(200);
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

  describe('that refer to others', () => {
    const by = (verb: string) => ({ ...seen('b05', 1), id: randomUUID(), verb: { id: verb } });
    const about = (id: string, verb = 'http://example.org/remarked') => ({
      actor: seen('b06', 1).actor,
      verb: { id: verb },
      object: { objectType: 'StatementRef', id },
      id: randomUUID(),
    });
    const voiding = (id: string) => about(id, 'http://adlnet.gov/expapi/verbs/voided');
    const idsOf = async (query: string) =>
      (await ask('GET', `/xapi/statements?${query}`)).json.statements.map(({ id }) => id);
    const verbQuery = (verb: string) => `verb=${encodeURIComponent(verb)}`;

    it.each([
      ['stored together', () => Promise.resolve()],
      ['stored one after the other', () => town.platform.bus.settled('statements')],
    ])(
      'are found with what they refer to, over several references: referring first, %s',
      async (_, between) => {
        const verb = `http://example.org/${randomUUID()}`;
        const target = by(verb);
        const near = about(target.id);
        const far = about(near.id);
        const elsewhere = about(randomUUID());
        for (const one of [far, near, target, elsewhere]) {
          await ask('POST', '/xapi/statements', one);
          await between();
        }
        expect((await idsOf(verbQuery(verb))).sort()).toEqual([target.id, near.id, far.id].sort());
        // each other filter has to be met by the target too
        expect(await idsOf(`${verbQuery(verb)}&registration=${randomUUID()}`)).toEqual([]);
      },
    );

    it.each([
      ['what is referred to first', (chain: readonly object[]) => chain.map((one) => [one])],
      ['what refers first', (chain: readonly object[]) => chain.toReversed().map((one) => [one])],
      ['all together', (chain: readonly object[]) => [chain]],
    ])(
      'are found over eight references and not over nine, whichever way they come: %s',
      async (_, deliveries) => {
        const verb = `http://example.org/${randomUUID()}`;
        const chain: { readonly id: string }[] = [by(verb)];
        for (let link = 0; link < 9; link += 1) chain.push(about(chain.at(-1)?.id ?? ''));
        for (const statements of deliveries(chain)) {
          expect((await ask('POST', '/xapi/statements', statements)).status).toBe(200);
          await town.platform.bus.settled('statements');
        }
        const found = chain.slice(0, 9).map(({ id }) => id);
        expect((await idsOf(verbQuery(verb))).sort()).toEqual(found.sort());
      },
    );

    it('are found where they refer to each other, or to themselves', async () => {
      const verb = `http://example.org/${randomUUID()}`;
      const [first, second] = [randomUUID(), randomUUID()];
      const itself = randomUUID();
      for (const one of [
        { ...about(second, verb), id: first },
        { ...about(first), id: second },
        { ...about(itself, verb), id: itself },
      ])
        expect((await ask('POST', '/xapi/statements', one)).status).toBe(200);
      expect((await idsOf(verbQuery(verb))).sort()).toEqual([first, second, itself].sort());
    });

    it('are found though the target is voided, the voiding one too', async () => {
      const verb = `http://example.org/${randomUUID()}`;
      const target = by(verb);
      const remark = about(target.id);
      const end = voiding(target.id);
      for (const one of [target, remark, end]) await ask('POST', '/xapi/statements', one);
      expect((await idsOf(verbQuery(verb))).sort()).toEqual([remark.id, end.id].sort());
    });

    it('void nothing that voids, in either order', async () => {
      for (const order of [0, 1]) {
        const target = by('http://example.org/did');
        const first = voiding(target.id);
        const second = voiding(first.id);
        const sent = order === 0 ? [target, first, second] : [second, first, target];
        for (const one of sent) expect((await ask('POST', '/xapi/statements', one)).status).toBe(200);
        expect((await ask('GET', `/xapi/statements?statementId=${target.id}`)).status).toBe(404);
        expect((await ask('GET', `/xapi/statements?statementId=${first.id}`)).status).toBe(200);
        expect((await ask('GET', `/xapi/statements?voidedStatementId=${first.id}`)).status).toBe(404);
        expect((await ask('GET', `/xapi/statements?statementId=${second.id}`)).status).toBe(200);
      }
    });
  });

  it('finds a group by its members, and an activity in a sub-statement only where asked for', async () => {
    const verb = { id: `http://example.org/${randomUUID()}` };
    const activity = `http://example.org/${randomUUID()}`;
    const member = seen('b07', 1).actor;
    const sub = { objectType: 'SubStatement', actor: seen('b08', 1).actor, verb, object: { id: activity } };
    const statements = [
      { actor: { objectType: 'Group', member: [member] }, verb, object: { id: 'http://example.org/x' } },
      { actor: seen('b09', 1).actor, verb, object: sub },
    ];
    await ask('POST', '/xapi/statements', statements);
    const count = async (query: object) => {
      const text = new URLSearchParams({ verb: verb.id, ...query }).toString();
      return (await ask('GET', `/xapi/statements?${text}`)).json.statements.length;
    };
    expect(await count({})).toBe(2);
    expect(await count({ agent: JSON.stringify(member) })).toBe(1);
    expect(await count({ agent: JSON.stringify(sub.actor) })).toBe(0);
    expect(await count({ agent: JSON.stringify(sub.actor), related_agents: 'true' })).toBe(1);
    expect(await count({ activity })).toBe(0);
    expect(await count({ activity, related_activities: 'true' })).toBe(1);
    const [one] = (await ask('GET', `/xapi/statements?verb=${encodeURIComponent(verb.id)}&limit=1`)).json
      .statements;
    const { authority } = one as unknown as { authority: object };
    expect(await count({ agent: JSON.stringify(authority), related_agents: 'true' })).toBe(2);
    expect(await count({ agent: JSON.stringify(authority) })).toBe(0);
  });

  it.each(['true', 'false'])(
    'pages as of one instant while others arrive (ascending: %s)',
    async (ascending) => {
      const verb = `http://example.org/${randomUUID()}`;
      const one = () => ({ ...seen('b10', 1), verb: { id: verb } });
      const ids = (await ask('POST', '/xapi/statements', [one(), one(), one(), one(), one()])).json;
      const met: string[] = [];
      await town.platform.stores.tenants.setSimulatedNow('default', new Date(townNow.getTime() + 60_000));
      let path = `/xapi/statements?limit=2&ascending=${ascending}&verb=${encodeURIComponent(verb)}`;
      for (let minute = 2; path !== ''; minute++) {
        const { json } = await ask('GET', path);
        met.push(...json.statements.map(({ id }) => id));
        path = json.more;
        await town.platform.stores.tenants.setSimulatedNow(
          'default',
          new Date(townNow.getTime() + minute * 60_000),
        );
        await ask('POST', '/xapi/statements', one());
      }
      expect(met.sort()).toEqual([...ids].sort());
      const forged = Buffer.from('{"parameters":{"verb":1},"asOf":0,"after":{}}').toString('base64url');
      expect((await ask('GET', `/xapi/statements?more=${forged}`)).status).toBe(400);
    },
  );

  it('answers in the format and language that is asked for', async () => {
    const sent = {
      ...seen('b11', 1),
      id: randomUUID(),
      verb: { id: 'http://example.org/read', display: { zh: '读', en: 'read' } },
    };
    await ask('POST', '/xapi/statements', sent);
    const verbIn = async (query: string, language: string) => {
      const answer = await town.app.inject({
        url: `/xapi/statements?statementId=${sent.id}&${query}`,
        headers: {
          authorization: `Basic ${Buffer.from(full).toString('base64')}`,
          'x-experience-api-version': '2.0.0',
          'accept-language': language,
        },
      });
      expect(Date.parse(String(answer.headers['last-modified']))).not.toBeNaN();
      return answer.json<{ verb: object }>().verb;
    };
    expect(await verbIn('format=canonical', 'zh-CN, en;q=0.5')).toEqual({
      id: sent.verb.id,
      display: { zh: '读' },
    });
    expect(await verbIn('format=exact', 'zh-CN')).toEqual(sent.verb);
    expect(await verbIn('format=ids', 'zh-CN')).toEqual({ id: sent.verb.id });
  });

  it('says through when it is consistent on every answer, refusals too', async () => {
    for (const query of ['?limit=1', '?nonsense=1', `?statementId=${randomUUID()}`]) {
      const { headers } = await ask('GET', `/xapi/statements${query}`);
      expect(Date.parse(String(headers['x-experience-api-consistent-through']))).not.toBeNaN();
    }
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
