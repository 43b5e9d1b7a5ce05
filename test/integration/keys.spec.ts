import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allJobs } from '../../apps/jobs/src/index.js';
import { openApiTown, withKey, type ApiTown } from '../support/api-town.js';

let town: ApiTown;
beforeAll(async () => {
  town = await openApiTown();
}, 60_000);
afterAll(() => town.close());

/** As an operator does by a command. */
const job = (name: string, args: object): Promise<object> => {
  const found = allJobs.get(name);
  if (found === undefined) throw new Error(`there is no job ${name}`);
  return found.run(
    town.platform,
    { tenant: 'default', ...args },
    () => undefined,
    new AbortController().signal,
  );
};

const ask = async (method: 'GET' | 'POST', url: string, key: string) => {
  const answer = await town.app.inject({
    method,
    url,
    headers: { ...withKey(key), 'x-experience-api-version': '1.0.3', 'accept-language': 'en' },
    ...(method === 'POST' && { payload: [] }),
  });
  return { status: answer.statusCode, headers: answer.headers, text: answer.body };
};

describe('a key', () => {
  it('that has expired is told so, by the record store and beside it', async () => {
    const { id, secret } = await town.platform.stores.keys.create(
      'default',
      'old',
      ['xapi:all', 'risk:read'],
      '2026-01-31',
    );
    for (const [method, url, realm] of [
      ['GET', '/xapi/statements', 'Basic'],
      ['POST', '/xapi/statements', 'Basic'],
      ['GET', '/v1/learners', 'Bearer'],
    ] as const) {
      const { status, headers, text } = await ask(method, url, `${id}:${secret}`);
      expect([status, headers['www-authenticate']]).toEqual([401, `${realm} realm="snowlight"`]);
      expect(JSON.parse(text)).toMatchObject({
        type: 'https://w3id.org/snowlight/problems/sign-in-needed',
        detail: 'This key was valid until the end of 2026-01-31; ask your administrator for a new one.',
      });
      expect((await ask(method, url, `${id}:wrong`)).text).not.toContain('2026-01-31');
    }
  });

  it('is made with a last day, listed, and revoked', async () => {
    const made = { name: 'pilot', scopes: ['xapi:read'] };
    const { key, secret } = (await job('key.create', { ...made, expires: '2999-12-31' })) as {
      key: string;
      secret: string;
    };
    const listed = async () =>
      ((await job('key.list', {})) as { keys: { key: string }[] }).keys.find((one) => one.key === key);
    expect((await ask('GET', '/xapi/statements', `${key}:${secret}`)).status).toBe(200);
    expect(await listed()).toMatchObject({ ...made, expires: '2999-12-31', state: 'valid' });
    expect(JSON.stringify(await job('key.list', {}))).not.toContain(secret);
    await job('key.revoke', { key });
    expect((await ask('GET', '/xapi/statements', `${key}:${secret}`)).status).toBe(401);
    expect(await listed()).toMatchObject({ state: 'revoked' });
  });

  it.each([
    [
      'key.create',
      { name: 'x', scopes: ['xapi:read'], expires: '31.1.2027' },
      /must be a day, such as 2027-01-31/,
    ],
    ['key.create', { name: 'x', scopes: ['xapi:read'], expires: '2020-01-31' }, /2020-01-31 is over/],
    ['key.revoke', { key: 'none' }, /no key none in force/],
  ])('%s refuses %j', async (name, args, why) => {
    await expect(job(name, args)).rejects.toThrow(why);
  });
});
