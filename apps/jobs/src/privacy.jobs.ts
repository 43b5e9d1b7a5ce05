import * as z from 'zod';
import { NamedPerson } from '#libs/contracts';
import { NoIdentifier, pidOfPerson } from '../../host/src/index.js';
import { defineJob, JobError, type JobPlatform } from './job.js';

export const erasePerson = defineJob({
  name: 'privacy.erase',
  arguments: z.object({
    tenant: z.string(),
    person: NamedPerson,
    reason: z.string().trim().min(1, 'must say why').max(500),
  }),
  async run(platform, { tenant, person, reason }) {
    if ((await platform.stores.tenants.find(tenant)) === null)
      throw new JobError(`There is no tenant ${tenant}.`);
    const pid = pidIn(platform, tenant, person);
    const by = { actorKind: 'system', actor: 'control' } as const;
    const { erasures, ...rest } = await platform.erasure.erase(tenant, pid, by, reason);
    return { erasures: erasures.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })), ...rest };
  },
});

function pidIn({ keyring }: Pick<JobPlatform, 'keyring'>, tenant: string, person: NamedPerson): string {
  try {
    return pidOfPerson(keyring, tenant, person);
  } catch (error) {
    if (error instanceof NoIdentifier) throw new JobError(`${error.message}.`, { cause: error });
    throw error;
  }
}
