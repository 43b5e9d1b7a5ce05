import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openListeningTown, type ListeningTown } from '../../support/listening-town.js';
import { adlWrapper } from '../../support/clients/adl-wrapper.js';
import type {
  Json,
  LearningClient,
  LearningClientMaker,
  Place,
} from '../../support/clients/learning-client.js';
import { tincan } from '../../support/clients/tincan.js';
import { xapiJs } from '../../support/clients/xapi-js.js';

let served: ListeningTown;
let key: string;
beforeAll(async () => {
  served = await openListeningTown();
  key = await served.key('xapi:all', 'identity:read');
});
afterAll(() => served.close());

const agent = (name: string): Json => ({
  objectType: 'Agent',
  account: { homePage: 'https://id.example.org', name },
});
const activityId = 'https://example.org/activities/page-1';
const told = (more: Json = {}): Json => ({
  actor: agent('a01'),
  verb: { id: 'http://adlnet.gov/expapi/verbs/experienced', display: { 'en-US': 'experienced' } },
  object: { objectType: 'Activity', id: activityId },
  ...more,
});

const makers: readonly (readonly [string, LearningClientMaker])[] = [
  ['@xapi/xapi over axios', (endpoint, by) => xapiJs('axios', endpoint, by)],
  ['@xapi/xapi over fetch', (endpoint, by) => xapiJs('fetch', endpoint, by)],
  ['TinCanJS', tincan],
  ['adl-xapiwrapper', adlWrapper],
];

describe.each(makers)('%s, as it is published', (_, make) => {
  let client: LearningClient;
  const as = (by: string): LearningClient => make(`${served.url}/xapi`, by);
  beforeAll(() => {
    client = as(key);
  });
  const refusal = async (call: Promise<unknown>): Promise<number | undefined> =>
    call.then(
      () => undefined,
      (error: unknown) => client.statusOf(error),
    );

  it('sends a statement and reads it back by its id', async () => {
    const sent = told({ id: randomUUID(), result: { success: true, score: { scaled: 0.5 } } });
    expect(await client.send(sent)).toBe(sent.id);
    const { verb, object, result, actor, id } = await client.find(String(sent.id));
    expect({ verb, object, result, actor, id }).toMatchObject(sent);
  });

  it('pages through all that it sent, 50 of 150 at a time', async () => {
    const verb = `https://example.org/verbs/${randomUUID()}`;
    const ids = await client.sendAll(
      Array.from({ length: 150 }, () => told({ id: randomUUID(), verb: { id: verb } })),
    );
    const pages = await client.pages(verb, 50);
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 50]);
    expect(new Set(pages.flat())).toEqual(new Set(ids));
  });

  it('sends a statement with a file, where it can', async () => {
    const { sendWithFile } = client;
    if (sendWithFile === null) return;
    const file = 'the certificate\nof attendance';
    const attachment = {
      usageType: 'http://adlnet.gov/expapi/attachments/certificate',
      display: { en: 'Certificate' },
      contentType: 'text/plain',
      length: Buffer.byteLength(file),
      sha2: createHash('sha256').update(file).digest('hex'),
    };
    const id = randomUUID();
    await sendWithFile(told({ id, attachments: [attachment] }), file);
    const answer = await fetch(`${served.url}/xapi/statements?statementId=${id}&attachments=true`, {
      headers: {
        authorization: `Basic ${Buffer.from(key).toString('base64')}`,
        'x-experience-api-version': '1.0.3',
      },
    });
    expect(await answer.text()).toContain(`\r\n\r\n${file}\r\n--`);
  });

  it('voids a statement and still reads it as voided', async () => {
    const id = await client.send(told({ id: randomUUID() }));
    await client.voidOne(id, agent('a01'));
    expect(await refusal(client.find(id))).toBe(404);
    expect(await client.findVoided(id)).toMatchObject({ id });
  });

  it.each(['state', 'activity profile', 'agent profile'] as const)(
    'writes documents of the kind %s, reads and lists them, and changes only what it has read',
    async (resource) => {
      const place: Place = {
        resource,
        activityId: `https://example.org/activities/${randomUUID()}`,
        agent: agent(randomUUID()),
        id: 'bookmark',
      };
      await client.write(place, { page: 3 });
      const { content, etag } = await client.read(place);
      expect(content).toEqual({ page: 3 });
      await client.write(place, { page: 4 }, etag);
      expect((await client.read(place)).content).toEqual({ page: 4 });
      expect(await refusal(client.write(place, { page: 5 }, etag))).toBe(412);
      expect(await client.ids(place)).toEqual(['bookmark']);
      if (client.remove === null) return;
      await client.remove(place);
      expect(await refusal(client.read(place))).toBe(404);
    },
  );

  it('asks who somebody is, and what the record store speaks', async () => {
    await client.send(told({ id: randomUUID(), actor: { ...agent('b01'), name: '李医生' } }));
    expect(await client.person(agent('b01'))).toMatchObject({ objectType: 'Person', name: ['李医生'] });
    expect((await client.versions()).filter((version) => version.startsWith('1.0.'))).not.toEqual([]);
  });

  it('ends in its own error where it is refused', async () => {
    expect(await refusal(client.send(told({ id: randomUUID(), verb: { id: 'no iri' } })))).toBe(400);
    expect(await refusal(client.find(randomUUID()))).toBe(404);
    expect(await refusal(as('nobody:knows').send(told({ id: randomUUID() })))).toBe(401);
    const reader = as(await served.key('xapi:read'));
    expect(await refusal(reader.send(told({ id: randomUUID() })))).toBe(403);
    const id = await client.send(told({ id: randomUUID() }));
    expect(await refusal(client.send(told({ id, actor: agent('a02') })))).toBe(409);
  });
});
