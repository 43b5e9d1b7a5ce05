import { Inject, Injectable } from '@nestjs/common';
import type { LearnerPid } from '#libs/contracts';
import { pseudonym } from '#libs/privacy';
import { identifierOf, personOf, pseudonymousAgent, type Actor, type Agent, type Person } from '#libs/xapi';
import type { XapiCall } from './frame/call.js';
import { recordStoreDependencies, type RecordStoreDependencies } from './record-store.dependencies.js';

/** Who an agent is. */
@Injectable()
export class PersonService {
  constructor(@Inject(recordStoreDependencies) private readonly store: RecordStoreDependencies) {}

  /**
   * What was asked for, and what else is known of the same person. A key without `identity:read` learns the pseudonym
   * alone, whether or not the person is known.
   */
  async person({ key, tenant }: XapiCall, agent: Agent): Promise<Person> {
    const pid = pseudonym(this.store.keyring.tenant(tenant.id), identifierOf(agent) ?? '');
    if (!key.scopes.includes('identity:read')) return personOf([pseudonymousAgent(pid)]);
    return personOf([...(await this.#agentsOf(tenant.id, pid)), agent]);
  }

  /** Every agent that is known to be the person, under this pseudonym and those that were linked with it. */
  async #agentsOf(tenant: string, pid: LearnerPid): Promise<Actor[]> {
    const pids = await this.store.personas.pidsOf(tenant, pid);
    const known = await this.store.vault.reveal(tenant, pids);
    return pids.flatMap((one) => {
      const agent = known.get(one);
      return agent === undefined ? [] : [JSON.parse(agent) as Actor];
    });
  }
}
