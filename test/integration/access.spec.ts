import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KeyScope } from '#libs/contracts';
import { openApiTown, statement, type ApiTown } from '../support/api-town.js';

let town: ApiTown;

beforeAll(async () => {
  town = await openApiTown();
});
afterAll(() => town.close());

type Method = 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';

async function key(tenant: string, ...scopes: readonly KeyScope[]): Promise<string> {
  const { id, secret } = await town.platform.stores.keys.create(tenant, randomUUID(), scopes);
  return `${id}:${secret}`;
}

function ask(method: Method, url: string, credentials: string | null, body: object | null = null) {
  return town.app.inject({
    method,
    url,
    headers: {
      ...(credentials !== null && {
        authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      }),
      'x-experience-api-version': '1.0.3',
      'content-type': 'application/json',
    },
    ...(body !== null && { payload: body }),
  });
}

const doctor = 'access-1';
const seen = statement(doctor, 'experienced', 'page-1', '2026-11-20T08:00:00.000Z');
const agent = `agent=${encodeURIComponent(JSON.stringify(seen.actor))}`;
const activity = `activityId=${encodeURIComponent('https://example.org/activities/access')}`;
const state = `/xapi/activities/state?${activity}&${agent}&stateId=bookmark`;
const activityProfile = `/xapi/activities/profile?${activity}&profileId=settings`;
const agentProfile = `/xapi/agents/profile?${agent}&profileId=settings`;

const recordStoreScopes: readonly KeyScope[] = [
  'xapi:read',
  'xapi:read/mine',
  'xapi:write',
  'xapi:state',
  'xapi:profile',
  'xapi:all',
];
const others: readonly KeyScope[] = ['admin', 'identity:read', 'risk:read'];

/** Every request that the record store knows, and the scopes that it takes beside `xapi:all`. */
const known: readonly (readonly [Method, string, readonly KeyScope[], object?])[] = [
  ['GET', '/xapi/statements', ['xapi:read', 'xapi:read/mine']],
  ['HEAD', '/xapi/statements', ['xapi:read', 'xapi:read/mine']],
  ['POST', '/xapi/statements', ['xapi:write'], { ...seen }],
  ['PUT', `/xapi/statements?statementId=${randomUUID()}`, ['xapi:write'], { ...seen }],
  ['GET', `/xapi/agents?${agent}`, ['xapi:read']],
  ['HEAD', `/xapi/agents?${agent}`, ['xapi:read']],
  ['GET', `/xapi/activities?${activity}`, ['xapi:read']],
  ['HEAD', `/xapi/activities?${activity}`, ['xapi:read']],
  ...[state, activityProfile, agentProfile].flatMap((address) => {
    const scopes: readonly KeyScope[] = [address === state ? 'xapi:state' : 'xapi:profile'];
    const [path = ''] = address.split('?');
    const many = address.replace(/&(?:stateId|profileId)=\w+/, '');
    return [
      ['PUT', address, scopes, { page: 1 }] as const,
      ['POST', address, scopes, { page: 1 }] as const,
      ['GET', address, scopes] as const,
      ['HEAD', address, scopes] as const,
      ['GET', many, scopes] as const,
      ['DELETE', address, scopes] as const,
      ...(path.endsWith('state') ? [['DELETE', many, scopes] as const] : []),
    ];
  }),
];

// of another length, Jest takes what comes last for its callback
const requests = known.map(([method, url, scopes, body]) => [method, url, scopes, body ?? null] as const);

describe('what each scope opens at the record store (xAPI 1.0.3, Communication 4.2)', () => {
  it.each(requests)('%s %s takes %p', async (method, url, scopes, body) => {
    for (const scope of [...recordStoreScopes, ...others]) {
      const { statusCode } = await ask(method, url, await key('default', scope), body);
      const isIn = scope === 'xapi:all' || scopes.includes(scope);
      expect([scope, statusCode === 403]).toEqual([scope, !isIn]);
      expect(statusCode).not.toBe(401);
      expect(statusCode).toBeLessThan(500);
    }
  });

  it.each(requests)(
    '%s %s is shut to who has no key, a wrong secret, a revoked key',
    async (method, url, _, body) => {
      const revoked = await key('default', 'xapi:all');
      await town.platform.stores.keys.revoke('default', revoked.split(':')[0]!);
      const right = await key('default', 'xapi:all');
      for (const credentials of [
        null,
        `${right.split(':')[0]!}:wrong`,
        revoked,
        'nobody:nothing',
        ':',
        'no colon',
      ])
        expect((await ask(method, url, credentials, body)).statusCode).toBe(401);
    },
  );
});

describe('two tenants', () => {
  it('see nothing of each other, by whatever way they ask', async () => {
    const [mine, theirs] = [
      await key('default', 'xapi:all'),
      await key('other', 'xapi:all', 'identity:read'),
    ];
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    const object = {
      id: 'https://example.org/activities/access',
      definition: { name: { en: 'Ours alone' } },
    };
    const sent = ids.map((id) => ({ ...seen, id, object }));
    expect((await ask('POST', '/xapi/statements', mine, sent)).statusCode).toBe(200);
    for (const address of [state, activityProfile, agentProfile])
      expect((await ask('POST', address, mine, { secret: 'ours' })).statusCode).toBe(204);
    const page = (await ask('GET', `/xapi/statements?${agent}&limit=1`, mine)).json<{ more: string }>();
    expect(page.more).not.toBe('');

    const empty = { statements: [], more: '' };
    for (const query of [
      agent,
      `${agent}&related_agents=true`,
      activity.replace('activityId', 'activity'),
      'limit=0',
    ])
      expect((await ask('GET', `/xapi/statements?${query}`, theirs)).json()).toEqual(empty);
    expect((await ask('GET', page.more, theirs)).json()).toEqual(empty);
    for (const query of ['statementId', 'voidedStatementId'])
      expect((await ask('GET', `/xapi/statements?${query}=${ids[0]!}`, theirs)).statusCode).toBe(404);
    for (const address of [state, activityProfile, agentProfile]) {
      expect((await ask('GET', address, theirs)).statusCode).toBe(404);
      expect((await ask('GET', address.replace(/&(?:stateId|profileId)=\w+/, ''), theirs)).json()).toEqual(
        [],
      );
      expect((await ask('DELETE', address, theirs)).statusCode).toBe(204);
      expect((await ask('GET', address, mine)).json()).toEqual({ secret: 'ours' });
    }
    expect((await ask('GET', `/xapi/activities?${activity}`, theirs)).json()).toEqual({
      objectType: 'Activity',
      id: object.id,
    });
    // an id that the other has is free here, and stays two statements
    const own = { ...seen, id: ids[0]!, object: { id: 'https://example.org/activities/theirs' } };
    expect((await ask('POST', '/xapi/statements', theirs, own)).statusCode).toBe(200);
    const back = async (by: string) =>
      (await ask('GET', `/xapi/statements?statementId=${ids[0]!}`, by)).json<{ object: { id: string } }>()
        .object.id;
    expect([await back(mine), await back(theirs)]).toEqual([object.id, own.object.id]);
    const voiding = {
      actor: seen.actor,
      verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
      object: { objectType: 'StatementRef', id: ids[1]! },
    };
    expect((await ask('POST', '/xapi/statements', theirs, voiding)).statusCode).toBe(200);
    expect((await ask('GET', `/xapi/statements?statementId=${ids[1]!}`, mine)).statusCode).toBe(200);
  });
});
