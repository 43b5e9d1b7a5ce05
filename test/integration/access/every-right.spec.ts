import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminKey, openApiTown, roster, withKey, type ApiTown } from '../../support/api-town.js';
import { apiRights } from './api.rights.js';
import { everyCaller, keyOf, type Caller, type Headers } from './callers.js';
import { recordStoreRights } from './record-store.rights.js';
import { registeredRoutes } from './registered-routes.js';
import { addressOf, methodOf, type Right } from './right.js';

const rights = [...recordStoreRights, ...apiRights];
let town: ApiTown;
let callers: readonly Caller[];
let pid: string;

beforeAll(async () => {
  town = await openApiTown();
  const sent = await town.app.inject({
    method: 'POST',
    url: '/v1/roster',
    headers: withKey(adminKey),
    payload: roster,
  });
  if (sent.statusCode !== 200) throw new Error(sent.body);
  await town.mirror();
  pid = await town.pidOf('a01');
  callers = await everyCaller(town);
}, 60_000);
afterAll(() => town.close());

async function statusFor(caller: Caller, right: Right, method: string): Promise<number> {
  const { statusCode } = await town.app.inject({
    method: method as 'GET',
    url: addressOf(right).replace('{pid}', pid).replace('{new}', randomUUID()),
    headers: {
      'x-experience-api-version': '1.0.3',
      ...right.headers,
      ...(await caller.headers()),
    },
    ...(right.body === undefined ? {} : { payload: right.body }),
  });
  return statusCode;
}

describe('every route of the server', () => {
  it('is in the table of rights, once, and no other', () => {
    expect(rights.map(({ route }) => route).toSorted()).toEqual(registeredRoutes(town.app));
  });

  it.each(rights.map((right) => [right.route, right] as const))(
    '%s is for whom it names',
    async (_, right) => {
      const method = methodOf(right);
      // who is signed in or not makes no difference to what is public, and signing in is counted by address
      const asking = right.isPublic === true ? callers.slice(0, 2) : callers;
      const found: (readonly [string, number])[] = [];
      const expected: (readonly [string, number])[] = [];
      for (const verb of method === 'GET' ? ['GET', 'HEAD'] : [method])
        for (const caller of asking) {
          const name = `${verb} by ${caller.name}`;
          found.push([name, await statusFor(caller, right, verb)]);
          expected.push([name, caller.may(right) ? right.taken : caller.refused]);
        }
      expect(found).toEqual(expected);
    },
  );

  it('is no wider in the alternate syntax (1.0.3, Communication 1.3), wherever the key stands', async () => {
    const writer = await keyOf(town, 'default', ['xapi:write']);
    const asked = async (headers: Headers, form: Headers) =>
      (
        await town.app.inject({
          method: 'POST',
          url: '/xapi/statements?method=GET',
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            'x-experience-api-version': '1.0.3',
            ...headers,
          },
          payload: new URLSearchParams(form).toString(),
        })
      ).statusCode;
    expect(await asked(writer.headers, {})).toBe(403);
    expect(await asked({}, writer.headers)).toBe(403);
    expect(await asked({}, {})).toBe(401);
    const reader = await keyOf(town, 'default', ['xapi:read']);
    // what the form says is what is meant
    expect(await asked(reader.headers, writer.headers)).toBe(403);
    expect(await asked(writer.headers, reader.headers)).toBe(200);
  });
});
