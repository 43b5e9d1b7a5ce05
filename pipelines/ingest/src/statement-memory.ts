import type { EncodedStatement } from './batch/encode.step.js';
import { UnsettledStatements } from './intake/unsettled-statements.js';
import { NewestStatements } from './newest-statements.js';
import { RecentStatements, type RecentStatement } from './recent-statements.js';
import { StoredChanges } from './stored-changes.js';

/** Of the memory for text. Whoever goes through old ones pushes out none of the newest. */
const OF_ASKED = 1 / 4;

/**
 * What a process that alone takes statements in and stores them remembers of them, so that whoever reads hardly asks
 * the store: it takes 3 to 8 ms for any question, and more where it is busy.
 */
export class StatementMemory {
  /** Since when an answer is the answer. */
  readonly changes = new StoredChanges();
  /** The newest ones' text. */
  readonly recent: RecentStatements;
  /** Those of older ones that somebody has asked for by id. */
  readonly #asked: RecentStatements;
  /** Where they stand, by their terms. */
  readonly newest = new NewestStatements();
  /** Those that the store has not got yet. */
  readonly unsettled = new UnsettledStatements((rows) => this.#canBeRead(rows));

  /** @param bytes for their text */
  constructor(bytes: number) {
    this.recent = new RecentStatements(bytes * (1 - OF_ASKED));
    this.#asked = new RecentStatements(bytes * OF_ASKED);
  }

  /** Nothing is known here of what voids it. */
  byId(tenant: string, id: string): RecentStatement | undefined {
    return this.recent.byId(tenant, id) ?? this.#asked.byId(tenant, id);
  }

  /** Somebody asked for it by its id, and the store gave it back: who has asked asks again. */
  asked(tenant: string, statement: RecentStatement): void {
    this.#asked.read(tenant, statement);
  }

  /** The store has them, and may have had them before. */
  stored(rows: readonly EncodedStatement[]): void {
    this.#canBeRead(
      rows.filter(
        ({ tenant, statement_id: id }) =>
          this.unsettled.find(tenant, id) === undefined && !this.recent.holds(tenant, id),
      ),
    );
  }

  /** The store cannot keep what was acknowledged: it is among the dead letters. */
  refused({ tenant, statement_id: id }: EncodedStatement): void {
    this.unsettled.forget(tenant, id);
    this.recent.forget(tenant, id);
    this.changes.everything(tenant);
  }

  #canBeRead(rows: readonly EncodedStatement[]): void {
    this.newest.came(rows);
    this.recent.stored(rows);
    this.changes.stored(rows);
  }
}
