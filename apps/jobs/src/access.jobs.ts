import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { KeyScope, StaffRole } from '#libs/contracts';
import { wholeTenant } from '#libs/postgres';
import { defineJob, JobError } from './job.js';

/** The secret is shown in the result and kept nowhere. */
export const createKey = defineJob({
  name: 'key.create',
  arguments: z.object({ tenant: z.string(), name: z.string().min(1), scopes: z.array(KeyScope).min(1) }),
  async run({ stores }, { tenant, name, scopes }) {
    if ((await stores.tenants.find(tenant)) === null) throw new JobError(`There is no tenant ${tenant}.`);
    const { id, secret } = await stores.keys.create(tenant, name, scopes);
    return { key: id, secret, tenant, scopes };
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
