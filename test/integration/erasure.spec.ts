import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { defineQuery } from '#libs/clickhouse';
import { ErasureStore } from '#libs/postgres';
import { pseudonym } from '#libs/privacy';
import { identifierOf, multipartEnd, partHead, type Agent } from '#libs/xapi';
import { postgresTables } from '../../migrations/postgres/index.js';
import {
  openApiTown,
  statement,
  Visitor,
  withKey,
  adminKey,
  roster,
  type ApiTown,
} from '../support/api-town.js';
import { XapiClient } from '../support/xapi-client.js';

const homePage = 'https://id.example.org';
const byAccount: Agent = {
  objectType: 'Agent',
  name: 'Ouyang Zhenhua',
  account: { homePage, name: 'ouyang.zh' },
};
const byMail: Agent = { objectType: 'Agent', name: 'Dr Ouyang', mbox: 'mailto:ouyang@Mail.example.org' };
const colleague: Agent = { objectType: 'Agent', name: 'Shen Wei', account: { homePage, name: 'shen.wei' } };
/** Everything by which the person could be known. */
const traces = ['ouyang', 'zhenhua', 'mail.example.org', '欧阳振华', '13912340000', 'certificate-text'];
const certificate = 'certificate-text of Ouyang Zhenhua';
const shared = 'certificate-text of the whole class';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

let town: ApiTown;
let full: XapiClient;
let admin: Visitor;
const keyed = withKey(adminKey);
const ids: Record<'mine' | 'mail' | 'about' | 'ours', string> = {
  mine: randomUUID(),
  mail: randomUUID(),
  about: randomUUID(),
  ours: randomUUID(),
};

beforeAll(async () => {
  town = await openApiTown();
  full = await XapiClient.with(town, '1.0.3', 'xapi:all', 'identity:read');
  admin = new Visitor(town.app);
});
afterAll(() => town.close());

const pidOf = (agent: Agent) => pseudonym(town.platform.keyring.tenant('default'), identifierOf(agent) ?? '');

async function send(id: string, actor: Agent, texts: readonly string[] = [], more: object = {}) {
  const attachments = texts.map((text) => ({
    usageType: 'http://example.org/certificate',
    display: { en: 'A file' },
    contentType: 'text/plain',
    length: Buffer.byteLength(text),
    sha2: sha256(text),
  }));
  const sent = {
    ...statement('x', 'experienced', 'page-1', '2026-11-20T08:00:00.000Z'),
    id,
    actor,
    ...(texts.length > 0 && { attachments }),
    ...more,
  };
  const parts = texts.map(
    (text) =>
      partHead('b', {
        'Content-Type': 'text/plain',
        'Content-Transfer-Encoding': 'binary',
        'X-Experience-API-Hash': sha256(text),
      }) + text,
  );
  const body = `${partHead('b', { 'Content-Type': 'application/json' })}${JSON.stringify(sent)}${parts.join('')}${multipartEnd('b')}`;
  const answer = await full.ask('POST', 'statements', {}, body, { type: 'multipart/mixed; boundary=b' });
  expect([answer.status, answer.text]).toEqual([200, JSON.stringify([id])]);
}

const read = (id: string) => full.ask('GET', 'statements', { statementId: id, attachments: 'true' });

/** Where in the stores one of the words stands; sealed values count as what they hold for whoever has the secret. */
async function found(words: readonly (string | Buffer)[]): Promise<string[]> {
  for (const topic of ['statements', 'touched', 'rolled', 'scored'] as const)
    await town.platform.bus.settled(topic);
  const places: string[] = [];
  const look = (where: string, text: string | Buffer) => {
    const lower = typeof text === 'string' ? text.toLowerCase() : text;
    for (const word of words)
      if (lower.includes(word as string)) places.push(`${where}: ${word.toString('latin1')}`);
  };
  for (const table of postgresTables)
    for (const { row } of await town.platform.postgres.query<{ row: string }>(
      `SELECT t::text AS row FROM ${table} t`,
    ))
      look(`postgres ${table}`, row);
  const tables = await town.platform.clickhouse.query(
    defineQuery({
      name: 'every table',
      sql: `SELECT name FROM system.tables WHERE database = currentDatabase()`,
      params: z.object({}),
      row: z.object({ name: z.string() }),
    }),
    {},
  );
  expect(tables.length).toBeGreaterThan(8);
  for (const { name } of tables)
    for (const row of await town.platform.clickhouse.query(
      defineQuery({
        name: 'every row',
        sql: `SELECT toString(tuple(*)) AS text FROM ${name}`,
        params: z.object({}),
        row: z.object({ text: z.string() }),
      }),
      {},
    ))
      look(`clickhouse ${name}`, row.text);
  for (const [path, bytes] of await filesIn(town.platform.config.dataDir))
    for (const word of words) if (bytes.includes(word)) places.push(`${path}: ${word.toString('latin1')}`);
  look('log', town.log());
  return places;
}

/** All of them as they stand together: where the engine puts a part in place of others meanwhile, they are read anew. */
async function filesIn(directory: string): Promise<readonly (readonly [path: string, bytes: Buffer])[]> {
  for (let tries = 1; ; tries++)
    try {
      const entries = await readdir(directory, { recursive: true, withFileTypes: true });
      const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
      return await Promise.all(paths.map(async (path) => [path, await readFile(path)] as const));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries === 10) throw error;
    }
}

/** The bytes that open what is sealed of a person, and one sealed value. */
async function sealedOf(pid: string): Promise<Buffer[]> {
  const rows = await town.platform.postgres.query<{ bytes: Buffer }>(
    `SELECT wrapped_key AS bytes FROM identities WHERE learner_pid = $1 UNION ALL
     SELECT agent FROM identities WHERE learner_pid = $1 UNION ALL
     SELECT agent FROM identity_forms WHERE learner_pid = $1 UNION ALL
     SELECT contact FROM contacts WHERE learner_pid = $1 UNION ALL
     SELECT content FROM documents WHERE learner_pid = $1 UNION ALL
     SELECT wrapped FROM blob_keys WHERE learner_pid = $1`,
    [pid],
  );
  return rows.map(({ bytes }) => bytes);
}

describe('erasing a person', () => {
  let sealed: Buffer[];

  it('finds somebody who has left traces in every store', async () => {
    await town.app.inject({
      method: 'POST',
      url: '/v1/roster',
      headers: { ...keyed, 'content-type': 'application/json' },
      payload: JSON.stringify({
        ...roster,
        learners: [
          ...(roster.learners ?? []),
          { account: byAccount.account, name: '欧阳振华', phone: '13912340000', region: 'v1' },
        ],
      }),
    });
    await send(ids.mine, byAccount, [certificate, shared]);
    await send(ids.mail, byMail);
    await send(ids.about, colleague, [], { object: { ...byAccount, name: 'Ouyang, again' } });
    await send(ids.ours, colleague, [shared]);
    const profile = { agent: byAccount, profileId: 'settings' };
    const state = { agent: byMail, activityId: 'https://example.org/activities/page-1', stateId: 'place' };
    for (const [path, parameters] of [
      ['agents/profile', profile],
      ['activities/state', state],
    ] as const)
      expect((await full.ask('POST', path, parameters, { of: 'Ouyang Zhenhua' })).status).toBe(204);
    const linked = await admin.ask(
      'POST',
      '/v1/privacy/persons/links',
      { persons: [{ account: byAccount.account }, { mbox: 'ouyang@mail.example.org' }] },
      keyed,
    );
    expect([linked.status, linked.body]).toEqual([200, { pids: [pidOf(byAccount), pidOf(byMail)] }]);
    expect((await read(ids.mine)).text).toContain(certificate);
    const person = (await full.ask('GET', 'agents', { agent: byAccount })).json();
    expect(person).toMatchObject({ mbox: [byMail.mbox], account: [byAccount.account] });
    // what the planner keeps of values counts too
    await town.platform.postgres.query('ANALYZE');
    sealed = [...(await sealedOf(pidOf(byAccount))), ...(await sealedOf(pidOf(byMail)))];
    expect(sealed.length).toBeGreaterThan(8);
    expect((await found(sealed)).length).toBeGreaterThan(8);
    expect(await found(traces.slice(0, 5))).toEqual([]);
  });

  it('answers what went, under every pseudonym of the person, and writes it down', async () => {
    const answer = await admin.ask(
      'POST',
      '/v1/privacy/erasures',
      { mbox: 'ouyang@mail.example.org', reason: 'request 17' },
      keyed,
    );
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        erasures: [
          {
            pid: pidOf(byMail),
            at: expect.any(String) as unknown,
            reason: 'request 17',
            erased: {
              identities: 1,
              forms: 0,
              contacts: 0,
              attributes: 0,
              duties: 0,
              documents: 1,
              attachments: 0,
              notes: 0,
              links: 1,
            },
          },
          {
            pid: pidOf(byAccount),
            at: expect.any(String) as unknown,
            reason: 'request 17',
            erased: {
              identities: 1,
              forms: 2,
              contacts: 1,
              attributes: 0,
              duties: 0,
              documents: 1,
              attachments: 2,
              notes: 0,
              links: 1,
            },
          },
        ],
        filesRemoved: 1,
        overwritten: true,
      },
    ]);
    const { rows } = await town.platform.stores.audit.list('default', {}, { limit: 5, cursor: null });
    expect(
      rows.filter(({ action }) => action === 'learner.erased').map(({ learnerPid }) => learnerPid),
    ).toEqual(expect.arrayContaining([pidOf(byAccount), pidOf(byMail)]));
  });

  it('leaves no trace and no key in any table, any file or the log', async () => {
    expect(await found(traces)).toEqual([]);
    expect(await found(sealed)).toEqual([]);
  });

  it('leaves nothing in memory', () => {
    const shown = inspect(
      { vault: town.platform.stores.vault, intake: town.platform.intake, blobs: town.platform.blobs },
      { depth: 8, showHidden: true, maxArrayLength: null, maxStringLength: null },
    );
    expect(shown).not.toMatch(/ouyang/i);
    expect(shown).toMatch(/shen\.wei/);
  });

  it('leaves the statements, under the pseudonym, to everybody', async () => {
    for (const id of [ids.mine, ids.mail]) {
      const { text } = await read(id);
      expect(text.toLowerCase()).not.toMatch(/ouyang|certificate-text of ouyang/);
      expect(text).toContain(id === ids.mine ? pidOf(byAccount) : pidOf(byMail));
    }
    const about = await read(ids.about);
    expect(about.text).toContain(pidOf(byAccount));
    expect(about.text).toContain('Shen Wei');
    const all = await full.ask('GET', 'statements', { limit: '0' });
    expect((all.json() as { statements: object[] }).statements).toHaveLength(4);
    expect(all.text).not.toMatch(/ouyang/i);
  });

  it('leaves a file to the others whose statements carry it', async () => {
    expect((await read(ids.ours)).text).toContain(shared);
  });

  it('has the identifier find nothing any more', async () => {
    for (const agent of [byAccount, byMail]) {
      for (const more of [{}, { related_agents: 'true' }, { format: 'ids' }]) {
        const list = await full.ask('GET', 'statements', { agent, ...more });
        expect([list.status, list.json()]).toEqual([200, { statements: [], more: '' }]);
      }
      const { name, ...asked } = agent;
      expect(name).toBeDefined();
      expect((await full.ask('GET', 'agents', { agent: asked })).json()).toEqual({
        objectType: 'Person',
        ...(asked.mbox !== undefined && { mbox: [asked.mbox] }),
        ...(asked.account !== undefined && { account: [asked.account] }),
      });
      expect((await full.ask('GET', 'agents/profile', { agent })).json()).toEqual([]);
      expect((await full.ask('GET', 'agents/profile', { agent, profileId: 'settings' })).status).toBe(404);
    }
  });

  it('takes what the person sends later without a name and without a file', async () => {
    const id = randomUUID();
    await send(id, byAccount, [certificate]);
    const { text } = await read(id);
    expect(text).toContain(pidOf(byAccount));
    expect(text).not.toMatch(/ouyang/i);
    expect(await found(traces)).toEqual([]);
  });

  it('changes nothing when it is asked for again, and lists what was done', async () => {
    const again = await admin.ask(
      'POST',
      '/v1/privacy/erasures',
      { pid: pidOf(byAccount), reason: 'asked twice' },
      keyed,
    );
    expect(again.body).toMatchObject({
      erasures: [{ pid: pidOf(byAccount), reason: 'request 17', erased: { identities: 1 } }],
      filesRemoved: 0,
    });
    const first = await admin.get('/v1/privacy/erasures?limit=1', keyed);
    const { rows, nextCursor } = first.body as { rows: object[]; nextCursor: string };
    const second = await admin.get(`/v1/privacy/erasures?limit=1&cursor=${nextCursor}`, keyed);
    expect([rows, (second.body as { rows: object[] }).rows].flat()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ pid: pidOf(byAccount), reason: 'request 17' }),
        expect.objectContaining({ pid: pidOf(byMail), reason: 'request 17' }),
      ]),
    );
    expect(second.body).toMatchObject({ nextCursor: null });
  });

  it('refuses to link somebody who was erased', async () => {
    const answer = await admin.ask(
      'POST',
      '/v1/privacy/persons/links',
      { persons: [{ pid: pidOf(byAccount) }, { account: colleague.account }] },
      keyed,
    );
    expect(answer.status).toBe(409);
  });

  it.each([
    [{ reason: 'names nobody' }],
    [{ pid: '0'.repeat(26), mbox: 'a@example.org', reason: 'names two' }],
    [{ mbox: 'no address', reason: 'is no address' }],
    [{ mbox: 'a@example.org' }],
    [{ mbox: 'a@example.org', reason: '  ' }],
    [{ mbox: 'a@example.org', reason: 'x', person: 1 }],
  ])('is refused in words for %j', async (order) => {
    const answer = await admin.ask('POST', '/v1/privacy/erasures', order, keyed);
    expect([answer.status, answer.headers['content-type']]).toEqual([
      400,
      expect.stringContaining('problem+json'),
    ]);
  });

  it('reaches no other tenant', async () => {
    const { postgres, keyring, stores } = town.platform;
    const pid = pseudonym(keyring.tenant('other'), identifierOf(colleague) ?? '');
    await stores.vault.remember('other', [
      { pid, identifier: identifierOf(colleague) ?? '', agent: { ...colleague } },
    ]);
    await new ErasureStore(postgres, () => new Date()).erase('default', [pid], 'of another tenant');
    expect((await stores.vault.reveal('other', [pid])).size).toBe(1);
  });
});

describe('one person under several identifiers', () => {
  const agents = ['one', 'two', 'three'].map((name): Agent => ({
    objectType: 'Agent',
    mbox: `mailto:${name}@example.org`,
  }));
  const link = (a: number, b: number) =>
    admin.ask(
      'POST',
      '/v1/privacy/persons/links',
      { persons: [{ mbox: agents[a]?.mbox }, { mbox: agents[b]?.mbox }] },
      keyed,
    );
  const mailsOf = async (agent: Agent | undefined) =>
    ((await full.ask('GET', 'agents', { agent })).json() as { mbox: string[] }).mbox.toSorted();

  it('is asked for by any of them, whoever was linked with whom and however often', async () => {
    for (const agent of agents) await send(randomUUID(), agent);
    await link(0, 1);
    await link(1, 2);
    await link(2, 0);
    const all = agents.map(({ mbox }) => mbox ?? '').toSorted();
    for (const agent of agents) expect(await mailsOf(agent)).toEqual(all);
    // the statements stay under the identifier that they came with
    const list = (await full.ask('GET', 'statements', { agent: agents[0] })).json();
    expect((list as { statements: object[] }).statements).toHaveLength(1);
  });

  it('can be told apart again', async () => {
    const pid = pidOf(agents[1]!);
    expect((await admin.ask('DELETE', `/v1/privacy/persons/links/${pid}`, undefined, keyed)).status).toBe(
      204,
    );
    expect((await admin.ask('DELETE', `/v1/privacy/persons/links/${pid}`, undefined, keyed)).status).toBe(
      404,
    );
    expect(await mailsOf(agents[1])).toEqual([agents[1]?.mbox]);
    expect(await mailsOf(agents[0])).toHaveLength(2);
  });

  it('is a matter of the whole organisation', async () => {
    const { stores } = town.platform;
    await stores.users.create({
      tenant: 'default',
      account: 'county-admin',
      password: 'a long password',
      displayName: 'Admin',
      roles: [{ role: 'admin', region: 'c1' }],
    });
    const visitor = new Visitor(town.app);
    await visitor.signIn('county-admin');
    const order = { mbox: 'one@example.org', reason: 'not for a part' };
    expect((await visitor.ask('POST', '/v1/privacy/erasures', order)).status).toBe(403);
  });
});
