import type { LearnerPid } from '#libs/contracts';
import { pseudonym, type TenantKeys, type VaultEntry } from '#libs/privacy';
import { agentForm, pseudonymise, sameForm, type Actor, type Statement } from '#libs/xapi';

/** Identities remembered per tenant, so that a person seen before costs no HMAC. */
const REMEMBERED = 50_000;

/** A person as written at one place: the actor is the sender's own object, its members are not looked at. */
interface Met {
  readonly pid: LearnerPid;
  readonly identifier: string;
  readonly actor: Actor;
  form: number;
}

/** The people whom a delivery names, by the way in which each was written; then the numbers of those forms. */
export class MetPeople {
  readonly #met: Met[] = [];
  /** The same by identifier; few are written in more than one way. */
  readonly #ways = new Map<string, Met[]>();
  #isAsAtFirst = true;

  add(pid: LearnerPid, identifier: string, actor: Actor): void {
    const ways = this.#ways.get(identifier);
    if (ways?.some((met) => sameForm(met.actor, actor)) === true) return;
    const met = { pid, identifier, actor, form: 0 };
    this.#met.push(met);
    if (ways === undefined) this.#ways.set(identifier, [met]);
    else ways.push(met);
  }

  get entries(): readonly VaultEntry[] {
    return this.#met.map(({ pid, identifier, actor }) => ({
      pid,
      identifier,
      agent: { ...agentForm(actor) },
    }));
  }

  /** @param numbers of `entries`, in their order */
  number(numbers: readonly number[]): void {
    for (const [index, met] of this.#met.entries()) met.form = numbers[index] ?? 0;
    this.#isAsAtFirst = this.#met.every(({ form }) => form === 0);
  }

  /** Whether everybody was written as at first, as nearly always: then no statement needs another mark. */
  get asAtFirst(): boolean {
    return this.#isAsAtFirst;
  }

  formOf(identifier: string, actor: Actor): number {
    return this.#ways.get(identifier)?.find((met) => sameForm(met.actor, actor))?.form ?? 0;
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
    return pseudonymise(statement, (identifier, actor) => {
      const pid = this.pidOf(identifier);
      met.add(pid, identifier, actor);
      return { pid, form: 0 };
    });
  }

  /** As `replace`, with the marks from which every form of a person can be given back. */
  mark(statement: Statement, met: MetPeople): Statement {
    return pseudonymise(statement, (identifier, actor) => ({
      pid: this.pidOf(identifier),
      form: met.formOf(identifier, actor),
    }));
  }
}
