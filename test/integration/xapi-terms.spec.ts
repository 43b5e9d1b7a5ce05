import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CanonicalStore } from '#libs/postgres';
import { openApiTown, statement, type ApiTown } from '../support/api-town.js';
import { XapiClient } from '../support/xapi-client.js';

let town: ApiTown;
let client: XapiClient;

beforeAll(async () => {
  town = await openApiTown();
  client = await XapiClient.with(town, '1.0.3', 'xapi:all', 'identity:read');
});
afterAll(() => town.close());

const usual = () => statement('a01', 'experienced', 'page-1', '2026-11-20T08:00:00.000Z');
const about = (id: string, definition: object, display?: object) => ({
  ...usual(),
  verb: { ...usual().verb, ...(display && { display }) },
  object: { objectType: 'Activity', id, definition },
});

describe('activities (1.0.3 Communication 2.5; 2.0 4.1.6.4)', () => {
  const of = (activityId: string) => client.ask('GET', 'activities', { activityId });

  it('an activity has what all statements have said of it', async () => {
    const id = `https://example.org/${randomUUID()}`;
    const type = 'http://adlnet.gov/expapi/activities/meeting';
    await client.ask('POST', 'statements', {}, [
      about(id, { name: { 'en-US': 'meeting' }, type }),
      about(id, { name: { 'fr-FR': 'réunion' } }),
    ]);
    await client.ask(
      'POST',
      'statements',
      {},
      about(id, { name: { 'en-US': 'Meeting' }, extensions: { 'x:a': '\0' } }),
    );
    const { status, json } = await of(id);
    expect([status, json()]).toEqual([
      200,
      {
        objectType: 'Activity',
        id,
        definition: { name: { 'en-US': 'Meeting', 'fr-FR': 'réunion' }, type, extensions: { 'x:a': '\0' } },
      },
    ]);
  });

  it('of one that nobody has seen there is the id', async () => {
    const id = `https://example.org/${randomUUID()}`;
    expect((await of(id)).json()).toEqual({ objectType: 'Activity', id });
  });

  it('a statement that is refused says nothing', async () => {
    const id = `https://example.org/${randomUUID()}`;
    await client.ask('POST', 'statements', {}, [about(id, { name: { en: 'x' } }), { actor: {} }]);
    expect((await of(id)).json()).toEqual({ objectType: 'Activity', id });
  });

  it.each([{}, { activityId: 'no scheme' }])('%j is refused', async (parameters) => {
    expect((await client.ask('GET', 'activities', parameters)).status).toBe(400);
  });
});

describe('what is held true', () => {
  it('of those who tell something at the same moment, one failure is nobody else’s', async () => {
    const { canonical } = town.platform.stores;
    const term = (iri: string) => ({ kind: 'activity' as const, iri, said: { name: { en: 'said' } } });
    const ids = Array.from({ length: 5 }, () => `https://example.org/${randomUUID()}`);
    const told = await Promise.allSettled([
      // the second waits for the first, and the others with it
      canonical.record('default', [term(ids[0]!)]),
      canonical.record('default', [term(ids[1]!)]),
      canonical.record('default', [term('https://example.org/\0')]),
      canonical.record('default', [term(ids[2]!), term(ids[3]!)]),
    ]);
    expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect([...(await canonical.definitions('default', ids)).keys()].sort()).toEqual(ids.slice(0, 4).sort());
  });

  it('is given to whoever shows statements, of activities and of verbs', async () => {
    const { canonical } = town.platform.stores;
    const id = `https://example.org/${randomUUID()}`;
    await client.ask('POST', 'statements', {}, about(id, { name: { zh: '会议' } }, { zh: '经历了' }));
    await client.ask('POST', 'statements', {}, about(id, { name: { en: 'meeting' } }, { en: 'experienced' }));
    expect(await canonical.definitions('default', [id, 'x:unknown'])).toEqual(
      new Map([[id, { name: { zh: '会议', en: 'meeting' } }]]),
    );
    const verb = usual().verb.id;
    expect((await canonical.displays('default', [verb])).get(verb)).toEqual({
      zh: '经历了',
      en: 'experienced',
    });
    expect(await canonical.definitions('other', [id])).toEqual(new Map());
  });

  it('costs no round trip where nothing new is said', async () => {
    const { postgres } = town.platform;
    let transactions = 0;
    const counted = Object.assign(Object.create(postgres) as typeof postgres, {
      transaction<T>(work: Parameters<typeof postgres.transaction<T>>[0]): Promise<T> {
        transactions++;
        return postgres.transaction(work);
      },
    });
    const store = new CanonicalStore(counted);
    const iri = `https://example.org/${randomUUID()}`;
    const say = (en: string) => store.record('default', [{ kind: 'activity', iri, said: { name: { en } } }]);
    await say('a');
    await say('a');
    await store.record('default', []);
    expect(transactions).toBe(1);
    // many that bring the same at once: the first tells it for all
    await Promise.all([say('b'), say('b'), say('b')]);
    expect(transactions).toBe(2);
  });

  it('loses nothing where many say something at once', async () => {
    const { postgres } = town.platform;
    const iri = `https://example.org/${randomUUID()}`;
    const languages = ['en', 'zh', 'fr', 'de', 'ja', 'ko'];
    await Promise.all(
      languages.map((language) =>
        new CanonicalStore(postgres).record('default', [
          { kind: 'activity', iri, said: { name: { [language]: language } } },
        ]),
      ),
    );
    const [definition] = (await new CanonicalStore(postgres).definitions('default', [iri])).values();
    expect(Object.keys(definition?.name ?? {}).sort()).toEqual([...languages].sort());
  });

  it('passes over an IRI that cannot be kept as text', async () => {
    const store = new CanonicalStore(town.platform.postgres);
    await store.record('default', [{ kind: 'activity', iri: 'x:\ud800', said: { type: 'x:y' } }]);
    expect(await store.definitions('default', ['x:\ud800'])).toEqual(new Map());
  });
});

describe('agents (1.0.3 Communication 2.4; 2.0 4.1.6.3)', () => {
  const account = { homePage: 'https://id.example.org', name: 'a05' };

  it('a person is what is known and what was asked for', async () => {
    const known = { ...usual(), actor: { objectType: 'Agent', account, name: '医生甲' } };
    await client.ask('POST', 'statements', {}, known);
    const { json } = await client.ask('GET', 'agents', { agent: { account, name: 'Dr Jia' } });
    expect(json()).toEqual({ objectType: 'Person', name: ['医生甲', 'Dr Jia'], account: [account] });
  });

  it('of somebody unknown it is what was asked for', async () => {
    const agent = { mbox: `mailto:${randomUUID()}@example.org` };
    expect((await client.ask('GET', 'agents', { agent })).json()).toEqual({
      objectType: 'Person',
      mbox: [agent.mbox],
    });
  });

  it('a key without the right to identities learns the pseudonym alone', async () => {
    const key = await client.key('default', 'xapi:read');
    const { text, json } = await client.ask(
      'GET',
      'agents',
      { agent: { account, name: 'Dr Jia' } },
      undefined,
      { key },
    );
    expect(json()).toEqual({
      objectType: 'Person',
      account: [
        expect.objectContaining({ name: expect.stringMatching(/^[0-9a-hjkmnp-tv-z]{26}$/) as unknown }),
      ],
    });
    expect(text).not.toMatch(/id\.example\.org|Jia|医生/);
  });

  it.each([{}, { agent: 'Zhang' }, { agent: {} }, { agent: { objectType: 'Group', member: [] } }])(
    '%j is refused',
    async (parameters) => {
      expect((await client.ask('GET', 'agents', parameters)).status).toBe(400);
    },
  );
});
