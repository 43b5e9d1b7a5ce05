import { refersTo, type LogRow } from './batch/log-row.js';

/** Terms share this many counters: two that share one only make an answer be asked for again. */
const SLOTS = 65_536;

interface TenantChanges {
  readonly slots: Uint32Array;
  statements: number;
  /** What may change any answer: a statement was voided, or a person erased. */
  everything: number;
  hasVoids: boolean;
  hasReferences: boolean;
}

/**
 * What has changed in the record store of this process since when: an answer that was put together after the last
 * change of its term is still the answer. A statement counts as soon as it can be read, and again when the store has it.
 */
export class StoredChanges {
  readonly #tenants = new Map<string, TenantChanges>();

  stored(rows: readonly Pick<LogRow, 'tenant' | 'terms' | 'authority' | 'reference' | 'voids'>[]): void {
    for (const row of rows) {
      const { tenant, terms, authority, voids } = row;
      const changes = this.#of(tenant);
      changes.statements += 1;
      changes.hasReferences ||= refersTo(row);
      if (voids) {
        changes.everything += 1;
        changes.hasVoids = true;
      }
      for (const term of terms) this.inherited(tenant, term);
      this.inherited(tenant, authority);
    }
  }

  /** A statement that was there already is now found by this term too. */
  inherited(tenant: string, term: bigint): void {
    this.#of(tenant).slots[slotOf(term)]! += 1;
  }

  /** Has the tenant voided a statement since this process began? */
  hasVoids(tenant: string): boolean {
    return this.#of(tenant).hasVoids;
  }

  /** Has a statement of the tenant been about another one since this process began? */
  hasReferences(tenant: string): boolean {
    return this.#of(tenant).hasReferences;
  }

  everything(tenant: string): void {
    this.#of(tenant).everything += 1;
  }

  /**
   * Equal to an earlier one where no statement with the term has come since; of null, no statement at all. Take it
   * before the store is asked.
   */
  stampOf(tenant: string, term: bigint | null): string {
    const { slots, statements, everything } = this.#of(tenant);
    return `${String(everything)}.${String(term === null ? statements : slots[slotOf(term)])}`;
  }

  /** As `stampOf`, for an answer that new statements do not change: one by its id. */
  stampOfOne(tenant: string): string {
    return String(this.#of(tenant).everything);
  }

  #of(tenant: string): TenantChanges {
    const found = this.#tenants.get(tenant);
    if (found !== undefined) return found;
    const made: TenantChanges = {
      slots: new Uint32Array(SLOTS),
      statements: 0,
      everything: 0,
      hasVoids: false,
      hasReferences: false,
    };
    this.#tenants.set(tenant, made);
    return made;
  }
}

const slotOf = (term: bigint): number => Number(term & 0xffffn);
