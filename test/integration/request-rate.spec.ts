import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiTown, type ApiTown } from '../support/api-town.js';

let town: ApiTown;
let busy: string;
let calm: string;

beforeAll(async () => {
  town = await openApiTown({
    config: {
      mode: 'embedded',
      publicUrl: '',
      maxAttachmentBytes: 1e6,
      requestTimeoutSeconds: 60,
      xapiRate: 5,
    },
  });
  const keyOf = async (name: string) => {
    const { id, secret } = await town.platform.stores.keys.create('default', name, ['xapi:all']);
    return `${id}:${secret}`;
  };
  busy = await keyOf('busy');
  calm = await keyOf('calm');
});
afterAll(() => town.close());

const read = (key: string) =>
  town.app.inject({
    url: '/xapi/statements?limit=1',
    headers: {
      authorization: `Basic ${Buffer.from(key).toString('base64')}`,
      'x-experience-api-version': '1.0.3',
      'accept-language': 'en',
    },
  });
const statuses = (answers: readonly { readonly statusCode: number }[]) =>
  answers.map(({ statusCode }) => statusCode);

describe('the rate of requests of a key', () => {
  it('is held to what the operator allows, and no other key waits for it', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => read(busy)));
    expect(statuses(answers).sort()).toEqual([...Array<number>(5).fill(200), ...Array<number>(7).fill(429)]);
    expect(statuses(await Promise.all([read(calm), read(calm)]))).toEqual([200, 200]);
    const refused = answers.find(({ statusCode }) => statusCode === 429)!;
    expect(refused.headers).toMatchObject({ 'retry-after': '1', 'x-experience-api-version': '1.0.3' });
    expect(refused.json()).toMatchObject({ status: 429, detail: 'Try again in 1 s.' });
    await sleep(Number(refused.headers['retry-after']) * 1000);
    expect(statuses([await read(busy)])).toEqual([200]);
  });

  it('cannot be used up by somebody who knows the key and not its secret', async () => {
    await sleep(1000);
    const wrong = `${calm.split(':')[0]!}:wrong`;
    expect(new Set(statuses(await Promise.all(Array.from({ length: 12 }, () => read(wrong)))))).toEqual(
      new Set([401]),
    );
    expect(statuses(await Promise.all(Array.from({ length: 5 }, () => read(calm))))).toEqual(
      Array<number>(5).fill(200),
    );
  });
});
