import type { LearnerPid } from '#libs/contracts';
import { pseudonym, type TenantKeys, type VaultEntry } from '#libs/privacy';
import { identifierOf, pseudonymise, visitAgents, type Statement } from '#libs/xapi';

/** Identities remembered per tenant, so that a person seen before costs no HMAC. */
const REMEMBERED = 50_000;

/** Turns identities into pseudonyms and collects who was met. One for each tenant. */
export class Pseudonyms {
  readonly #known = new Map<string, LearnerPid>();

  constructor(private readonly keys: TenantKeys) {}

  pidOf(identifier: string): LearnerPid {
    const known = this.#known.get(identifier);
    if (known !== undefined) return known;
    const pid = pseudonym(this.keys, identifier);
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(identifier, pid);
    return pid;
  }

  /** The statement with no identity left in its agents and groups; the people whom it names are added to `met`. */
  replace(statement: Statement, met: Map<string, VaultEntry>): Statement {
    visitAgents(statement, (actor) => {
      const identifier = identifierOf(actor);
      if (identifier === undefined) return;
      const pid = this.pidOf(identifier);
      if (!met.has(pid)) met.set(pid, { pid, identifier, agent: { ...actor, member: undefined } });
    });
    return pseudonymise(statement, (identifier) => this.pidOf(identifier));
  }
}
