import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '#libs/config';
import { withKey } from '../support/api-town.js';
import { type ListeningTown, openListeningTown } from '../support/listening-town.js';
import { RawConnection } from '../support/raw-connection.js';
import { XapiClient } from '../support/xapi-client.js';

const burst = 5;
let served: ListeningTown;

/** A client whose key has not been used, and how that key signs in. */
async function fresh() {
  const key = await served.key('xapi:all');
  const client = new XapiClient(served.town, { key, version: '1.0.3' });
  return { client, key, authorization: withKey(key).authorization ?? '' };
}
const statusesOf = async (client: XapiClient, times: number): Promise<number[]> => {
  const statuses: number[] = [];
  for (let i = 0; i < times; i += 1)
    statuses.push((await client.ask('GET', 'statements', { limit: '1' })).status);
  return statuses;
};
const taken = Array.from({ length: burst }, () => 200);

beforeAll(async () => {
  served = await openListeningTown({
    config: readConfig({ SNOWLIGHT_XAPI_RATE: `${String(burst)}:${String(burst)}` }),
  });
});
afterAll(() => served.close());

describe('a key that asks too often', () => {
  it('is told when to come again, as a problem, while another key is answered', async () => {
    const [{ client: hasty }, { client: calm }] = [await fresh(), await fresh()];
    expect(await statusesOf(hasty, burst)).toEqual(taken);
    const refused = await hasty.ask('POST', 'statements', {}, [], { version: '2.0.0' });
    expect(await statusesOf(calm, 1)).toEqual([200]);
    expect([refused.status, refused.headers]).toEqual([
      429,
      expect.objectContaining({
        'retry-after': '1',
        'content-type': 'application/problem+json; charset=utf-8',
        'x-experience-api-version': '2.0.0',
      }),
    ]);
    expect(refused.json()).toMatchObject({
      type: 'https://w3id.org/snowlight/problems/too-many-requests',
      status: 429,
      detail: 'Try again in 1 s.',
    });
  });

  it('is taken again after Retry-After', async () => {
    const { client } = await fresh();
    expect(await statusesOf(client, burst + 1)).toEqual([...taken, 429]);
    const { headers } = await client.ask('GET', 'statements');
    await sleep(Number(headers['retry-after']) * 1000);
    expect(await statusesOf(client, burst)).toEqual(taken);
  });

  it('is refused before its body has come', async () => {
    const { client, authorization } = await fresh();
    await statusesOf(client, burst);
    const connection = await RawConnection.open(Number(new URL(served.url).port));
    const answer = connection.awaited('POST');
    connection.write(
      `POST /xapi/statements HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n` +
        'x-experience-api-version: 1.0.3\r\ncontent-type: application/json\r\ncontent-length: 9000\r\n\r\n[',
    );
    expect((await answer)?.status).toBe(429);
    connection.close();
  });
});

describe('a share', () => {
  it('is not used up by others who know the id and not the secret', async () => {
    const { client, key } = await fresh();
    const [id = ''] = key.split(':');
    for (let i = 0; i <= burst; i += 1)
      expect((await client.ask('GET', 'statements', {}, undefined, { key: `${id}:guess` })).status).toBe(401);
    expect(await statusesOf(client, burst)).toEqual(taken);
  });

  it('counts a request in the alternate syntax once, whether its key is in the header or in the form', async () => {
    const { client, authorization } = await fresh();
    const asForm = { type: 'application/x-www-form-urlencoded' };
    const inForm = new URLSearchParams({ limit: '1', Authorization: authorization }).toString();
    const get = (form: string, key?: null) =>
      client.ask('POST', 'statements', { method: 'GET' }, form, { ...asForm, ...(key === null && { key }) });
    const statuses: number[] = [];
    for (let i = 0; i < burst; i += 1)
      statuses.push((await (i % 2 === 0 ? get('limit=1') : get(inForm, null))).status);
    expect(statuses).toEqual(taken);
    expect([(await get('limit=1')).status, (await get(inForm, null)).status]).toEqual([429, 429]);
  });

  it('is of the record store alone, and asks nothing of who has no key', async () => {
    const { client, authorization } = await fresh();
    await statusesOf(client, burst + 1);
    const { statusCode } = await served.town.app.inject({
      url: '/v1/learners',
      headers: { authorization },
    });
    expect(statusCode).toBe(403);
    for (let i = 0; i <= burst; i += 1)
      expect((await client.ask('GET', 'about', {}, undefined, { key: null })).status).toBe(200);
  });
});
