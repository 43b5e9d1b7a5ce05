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
  /** Of all that came; milliseconds since 1970 UTC. */
  newest: number;
  /** Statements that came `LATE_MS` and more after one that was stored later. */
  late: number;
}

/** A request that takes longer than that is hardly seen, and an import of what is older changes every answer. */
const LATE_MS = 60_000;

/**
 * What has changed in the record store of this process since when: an answer that was put together after the last
 * change of its term is still the answer. A statement counts as soon as it can be read.
 */
export class StoredChanges {
  readonly #tenants = new Map<string, TenantChanges>();

  stored(
    rows: readonly Pick<LogRow, 'tenant' | 'stored' | 'terms' | 'authority' | 'reference' | 'voids'>[],
  ): void {
    for (const row of rows) {
      const { tenant, terms, authority, voids } = row;
      const changes = this.#of(tenant);
      changes.statements += 1;
      changes.hasReferences ||= refersTo(row);
      const at = Date.parse(row.stored);
      if (at <= changes.newest - LATE_MS) changes.late += 1;
      changes.newest = Math.max(changes.newest, at);
      if (voids) {
        changes.everything += 1;
        changes.hasVoids = true;
      }
      for (const term of terms) changes.slots[slotOf(term)]! += 1;
      changes.slots[slotOf(authority)]! += 1;
    }
  }

  /** A statement that was there already is now found by this term too. */
  inherited(tenant: string, term: bigint): void {
    const changes = this.#of(tenant);
    changes.slots[slotOf(term)]! += 1;
    changes.late += 1;
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

  /**
   * For a page, oldest first, that is full and ends before the instant `before` (milliseconds since 1970 UTC): what comes
   * now comes behind it. Equal to an earlier one where nothing has come since that may belong into such a page. Take both
   * before the store is asked.
   */
  stampOfPast(tenant: string): { readonly stamp: string; readonly before: number } {
    const { everything, late, newest } = this.#of(tenant);
    return { stamp: `${String(everything)}.${String(late)}`, before: newest - LATE_MS };
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
      newest: -Infinity,
      late: 0,
    };
    this.#tenants.set(tenant, made);
    return made;
  }
}

const slotOf = (term: bigint): number => Number(term & 0xffffn);
