import type { StoredContent } from '#libs/xapi';

/**
 * Statements that are acknowledged and not yet in the store: it cannot say that their ids are known, so this does.
 * They leave once the store has them, and then it can.
 */
export class UnsettledStatements {
  readonly #content = new Map<string, StoredContent>();

  find(tenant: string, id: string): StoredContent | undefined {
    return this.#content.get(keyOf(tenant, id));
  }

  /** @param handled resolves when the store has them; where it never does, they stay known until the process ends */
  async add(
    tenant: string,
    statements: readonly (StoredContent & { readonly id: string })[],
    handled: Promise<void>,
  ): Promise<void> {
    for (const statement of statements) this.#content.set(keyOf(tenant, statement.id), statement);
    await handled;
    for (const { id } of statements) this.#content.delete(keyOf(tenant, id));
  }
}

const keyOf = (tenant: string, id: string): string => `${tenant}/${id}`;
