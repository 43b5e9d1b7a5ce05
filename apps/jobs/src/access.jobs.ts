import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { KeyScope, StaffRole } from '#libs/contracts';
import { dayIn, wholeTenant } from '#libs/postgres';
import { defineJob, JobError } from './job.js';

/** The secret is shown in the result and kept nowhere. */
export const createKey = defineJob({
  name: 'key.create',
  arguments: z.object({
    tenant: z.string(),
    name: z.string().min(1),
    scopes: z.array(KeyScope).min(1),
    /** The last day on which it is taken, of the tenant's calendar; every day where left out. */
    expires: z.iso.date({ error: 'must be a day, such as 2027-01-31' }).optional(),
  }),
  async run({ stores }, { tenant, name, scopes, expires }) {
    const known = await stores.tenants.find(tenant);
    if (known === null) throw new JobError(`There is no tenant ${tenant}.`);
    if (expires !== undefined && expires < dayIn(known.timeZone, new Date()))
      throw new JobError(`${expires} is over: a key that expires then could never be used.`);
    const { id, secret } = await stores.keys.create(tenant, name, scopes, expires);
    return { key: id, secret, tenant, scopes, expires: expires ?? null };
  },
});

export const listKeys = defineJob({
  name: 'key.list',
  arguments: z.object({ tenant: z.string() }),
  async run({ stores }, { tenant }) {
    const known = await stores.tenants.find(tenant);
    if (known === null) throw new JobError(`There is no tenant ${tenant}.`);
    const today = dayIn(known.timeZone, new Date());
    const keys = (await stores.keys.list(tenant)).map(({ id, lastDay, revokedAt, ...key }) => ({
      key: id,
      ...key,
      expires: lastDay,
      revokedAt,
      state: revokedAt !== null ? 'revoked' : lastDay !== null && lastDay < today ? 'expired' : 'valid',
    }));
    return { keys };
  },
});

export const revokeKey = defineJob({
  name: 'key.revoke',
  arguments: z.object({ tenant: z.string(), key: z.string().min(1) }),
  async run({ stores }, { tenant, key }) {
    if (!(await stores.keys.revoke(tenant, key)))
      throw new JobError(`Tenant ${tenant} has no key ${key} in force: "snowlight key list" names them all.`);
    return { key, revoked: true };
  },
});

export const createUser = defineJob({
  name: 'user.create',
  arguments: z.object({
    tenant: z.string(),
    account: z.string().min(1),
    name: z.string().min(1),
    role: StaffRole,
    /** Code of the root of the subtree; null = the whole tenant. */
    region: z.string().nullable(),
    password: z.string().optional(),
  }),
  async run({ stores }, { tenant, account, name, role, region, password }) {
    if ((await stores.tenants.find(tenant)) === null) throw new JobError(`There is no tenant ${tenant}.`);
    if (password !== undefined && password.length < 8)
      throw new JobError('The password must have at least 8 characters.');
    if (region !== null && (await stores.regions.find(tenant, wholeTenant, region)) === null)
      throw new JobError(`There is no region ${region} in tenant ${tenant}: bring it with a roster first.`);
    const secret = password ?? randomBytes(12).toString('base64url');
    const user = await stores.users.create({
      tenant,
      account,
      password: secret,
      displayName: name,
      roles: [{ role, region }],
    });
    if (user === null) throw new JobError(`The account ${account} is taken; choose another.`);
    return { account: user.account, password: secret, role, region };
  },
});
