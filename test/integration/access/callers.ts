import { randomUUID } from 'node:crypto';
import { type KeyScope, keyScopes, type StaffRole, staffRoles } from '#libs/contracts';
import type { NewSession } from '#libs/postgres';
import { type ApiTown, password, withKey } from '../../support/api-town.js';
import type { Right } from './right.js';

export type Headers = Readonly<Record<string, string>>;

/** Somebody who asks, by a name that a failure can be read by. */
export interface Caller {
  readonly name: string;
  /** Afresh for each request: one of them signs out. */
  readonly headers: () => Promise<Headers>;
  readonly may: (right: Right) => boolean;
  /** Of the answer to what they may not: 401 where they are nobody. */
  readonly refused: 401 | 403;
}

export const bySession = ({ token, csrf }: NewSession): Headers => ({
  cookie: `snowlight=${token}`,
  'x-csrf-token': csrf,
});

/** A key of the tenant, and how it signs in. */
export async function keyOf(
  { platform: { stores } }: ApiTown,
  tenant: string,
  scopes: readonly KeyScope[],
): Promise<{ readonly id: string; readonly headers: Headers }> {
  const { id, secret } = await stores.keys.create(tenant, randomUUID(), scopes);
  return { id, headers: withKey(`${id}:${secret}`) };
}

/** A person with one role, on a subtree or (null) everywhere; signs in anew for each request. */
export async function personOf(
  { platform: { stores } }: ApiTown,
  tenant: string,
  {
    role,
    region = null,
    account = randomUUID(),
  }: { role: StaffRole; region?: string | null; account?: string },
): Promise<() => Promise<Headers>> {
  const roles = [{ role, region }];
  const user = await stores.users.create({ tenant, account, password, displayName: account, roles });
  if (user === null) throw new Error(`${account} is taken`);
  return async () => bySession(await stores.sessions.open(user.id));
}

/** Everybody who may come to the door: nobody, false keys, a key of each scope, the command line, a person of each role. The learner
 * that is asked for is of the county. */
export async function everyCaller(town: ApiTown): Promise<Caller[]> {
  const fixed = (headers: Headers) => () => Promise.resolve(headers);
  const isPublic = (right: Right) => right.isPublic === true;
  const nobody = (name: string, headers: Headers): Caller => ({
    name,
    headers: fixed(headers),
    may: isPublic,
    refused: 401,
  });
  const known = (
    name: string,
    headers: Caller['headers'],
    named: (right: Right) => boolean | undefined,
  ): Caller => ({ name, headers, may: (right) => isPublic(right) || named(right) === true, refused: 403 });
  const revoked = await keyOf(town, 'default', keyScopes);
  await town.platform.stores.keys.revoke('default', revoked.id);
  const right = await keyOf(town, 'default', keyScopes);
  const without = await keyOf(town, 'default', []);
  return [
    nobody('nobody', {}),
    nobody('a right key with a wrong secret', withKey(`${right.id}:wrong`)),
    nobody('a revoked key', revoked.headers),
    nobody('a session that there is not', { cookie: 'snowlight=none' }),
    known('a key without any scope', fixed(without.headers), () => false),
    ...(await Promise.all(
      keyScopes.map(async (scope) =>
        known(scope, fixed((await keyOf(town, 'default', [scope])).headers), ({ scopes }) =>
          scopes?.includes(scope),
        ),
      ),
    )),
    known(
      'the control token',
      fixed({ authorization: 'Bearer the-control-token' }),
      ({ control }) => control,
    ),
    ...(await Promise.all(
      staffRoles.map(async (role) =>
        known(role, await personOf(town, 'default', { role, account: role }), ({ roles }) =>
          roles?.includes(role),
        ),
      ),
    )),
    ...(await Promise.all(
      staffRoles.map(async (role) =>
        known(
          `${role} of a county`,
          await personOf(town, 'default', { role, region: 'c1' }),
          ({ roles, wholeTenant }) => roles?.includes(role) === true && wholeTenant !== true,
        ),
      ),
    )),
  ];
}
