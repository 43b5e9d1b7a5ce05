import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openApiTown, statement, type ApiTown } from '../../support/api-town.js';

let town: ApiTown;
let mine: string;
let theirs: string;

beforeAll(async () => {
  town = await openApiTown();
  const key = async (tenant: string) => {
    const { id, secret } = await town.platform.stores.keys.create(tenant, 'same ids', ['xapi:all']);
    return `${id}:${secret}`;
  };
  mine = await key('default');
  theirs = await key('other');
});
afterAll(() => town.close());

const ask = (method: 'GET' | 'POST', url: string, credentials: string, payload?: object) =>
  town.app.inject({
    method,
    url,
    headers: {
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      'x-experience-api-version': '1.0.3',
      'content-type': 'application/json',
    },
    ...(payload !== undefined && { payload }),
  });

it('a statement id of one tenant is free to the other, and what the other voids stays here', async () => {
  const id = randomUUID();
  const sent = (page: string) => ({
    ...statement('same-ids', 'experienced', page, '2026-11-20T08:00:00.000Z'),
    id,
  });
  const voiding = {
    actor: sent('a').actor,
    verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
    object: { objectType: 'StatementRef', id },
  };
  expect((await ask('POST', '/xapi/statements', mine, sent('ours'))).statusCode).toBe(200);
  expect((await ask('POST', '/xapi/statements', theirs, sent('theirs'))).statusCode).toBe(200);
  expect((await ask('POST', '/xapi/statements', theirs, voiding)).statusCode).toBe(200);
  const ours = await ask('GET', `/xapi/statements?statementId=${id}`, mine);
  expect([ours.statusCode, ours.json<{ object: unknown }>().object]).toEqual([200, sent('ours').object]);
  expect((await ask('GET', `/xapi/statements?statementId=${id}`, theirs)).statusCode).toBe(404);
});
