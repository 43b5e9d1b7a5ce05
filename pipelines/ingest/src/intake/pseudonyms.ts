import type { LearnerPid } from '#libs/contracts';
import { pseudonym, type TenantKeys, type VaultEntry } from '#libs/privacy';
import {
  agentForm,
  groupNameIdentifier,
  identifierOf,
  pseudonymise,
  pseudonymiseForms,
  visitAgents,
  type Actor,
  type Statement,
} from '#libs/xapi';

/** Identities remembered per tenant, so that a person seen before costs no HMAC. */
const REMEMBERED = 50_000;

/** The people whom a delivery names, by the way in which each was written; then the numbers of those forms. */
export class MetPeople {
  readonly #entries = new Map<string, VaultEntry>();
  #numbers: ReadonlyMap<string, number> = new Map();
  #namesGroups = false;

  add(pid: LearnerPid, identifier: string, actor: Actor): void {
    if (identifier.startsWith('group:')) this.#namesGroups = true;
    const agent = agentForm(actor);
    const key = JSON.stringify(agent);
    if (!this.#entries.has(key)) this.#entries.set(key, { pid, identifier, agent: { ...agent } });
  }

  get entries(): readonly VaultEntry[] {
    return [...this.#entries.values()];
  }

  /** @param numbers of `entries`, in their order */
  number(numbers: readonly number[]): void {
    this.#numbers = new Map(
      [...this.#entries.keys()].flatMap((key, index) => (numbers[index] ? [[key, numbers[index]]] : [])),
    );
  }

  /** Whether everybody was written as at first, as nearly always: then no statement needs a mark. */
  get asAtFirst(): boolean {
    return this.#numbers.size === 0 && !this.#namesGroups;
  }

  formOf(actor: Actor): number {
    return this.#numbers.get(JSON.stringify(agentForm(actor))) ?? 0;
  }
}

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

  /** Forgets, in memory, people who were erased. */
  forget(pids: readonly LearnerPid[]): void {
    for (const [identifier, pid] of this.#known) if (pids.includes(pid)) this.#known.delete(identifier);
  }

  /** The statement with no identity left in its agents and groups; the people whom it names are added to `met`. */
  replace(statement: Statement, met: MetPeople): Statement {
    visitAgents(statement, (actor) => {
      const identifier =
        identifierOf(actor) ?? (actor.objectType === 'Group' ? groupNameIdentifier(actor) : undefined);
      if (identifier !== undefined) met.add(this.pidOf(identifier), identifier, actor);
    });
    return pseudonymise(statement, (identifier) => this.pidOf(identifier));
  }

  /** As `replace`, with the marks from which every form of a person can be given back. */
  mark(statement: Statement, met: MetPeople): Statement {
    return pseudonymiseForms(statement, (identifier, actor) => ({
      pid: this.pidOf(identifier),
      form: met.formOf(actor),
    }));
  }
}
