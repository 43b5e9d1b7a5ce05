import type { Actor, AgentRef } from '#libs/xapi';
import type { RecordStoreDependencies } from './record-store.dependencies.js';

/** Forms remembered, some 10 MB when full. */
const REMEMBERED = 20_000;

const nameOf = ({ pid, form }: AgentRef): string => `${pid} ${String(form)}`;

/**
 * People as they were sent, by pseudonym and form. Remembered until a person of the tenant is erased, where this
 * process learns of that; else the vault is asked each time.
 */
export class KnownForms {
  readonly #tenants = new Map<string, { readonly stamp: string; readonly forms: Map<string, Actor> }>();

  constructor(private readonly store: Pick<RecordStoreDependencies, 'vault' | 'memory'>) {}

  /** Undefined for who is not known (any more). */
  async reveal(tenant: string, refs: readonly AgentRef[]): Promise<(ref: AgentRef) => Actor | undefined> {
    const known = this.#of(tenant);
    const asked = refs.filter((ref) => !known.has(nameOf(ref)));
    // apart from what is remembered, which may be emptied meanwhile
    const found = new Map<string, Actor>();
    for (const ref of refs) {
      const actor = known.get(nameOf(ref));
      if (actor !== undefined) found.set(nameOf(ref), actor);
    }
    if (asked.length > 0)
      for (const { pid, form, agent } of await this.store.vault.revealForms(tenant, asked)) {
        const actor = JSON.parse(agent) as Actor;
        found.set(nameOf({ pid, form }), actor);
        known.set(nameOf({ pid, form }), actor);
      }
    return (ref) => found.get(nameOf(ref));
  }

  /** Those remembered since the last erasure. What an answer from before it adds goes into a map that nobody reads. */
  #of(tenant: string): Map<string, Actor> {
    const stamp = this.store.memory?.changes.stampOfOne(tenant);
    if (stamp === undefined) return new Map();
    const known = this.#tenants.get(tenant);
    if (known?.stamp === stamp && known.forms.size < REMEMBERED) return known.forms;
    const forms = new Map<string, Actor>();
    this.#tenants.set(tenant, { stamp, forms });
    return forms;
  }
}
