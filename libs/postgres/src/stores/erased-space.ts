import type { Postgres } from '../postgres.js';

/** What erased people stood in. */
const tables =
  'identities, identity_forms, contacts, documents, blob_keys, learner_attributes, duties, work_item_notes';

/**
 * Held by whoever reads these tables for long in one transaction: to write them anew waits for that, and all who come
 * after would wait for the writer.
 */
export const PAGES_LOCK = 'snowlight pages of the vault';

/**
 * PostgreSQL marks a deleted row and leaves its bytes where they lie. This writes the tables anew without them, and,
 * where it may, has the log of changes that still holds them removed. Reads and writes of identities wait meanwhile: a
 * second or two for each million people.
 */
export class ErasedSpace {
  private underway: Promise<boolean> | undefined;
  private waiting: Promise<boolean> | undefined;

  constructor(private readonly postgres: Postgres) {}

  /**
   * Resolves when nothing that was deleted before the call is left on disk: with false where the log of changes keeps
   * it until the server writes over it, because our account may not make a checkpoint.
   */
  overwrite(): Promise<boolean> {
    if (this.underway === undefined) return this.begin();
    // what runs may have passed the table already: all who come meanwhile share the next
    this.waiting ??= this.underway.then(
      () => this.begin(),
      () => this.begin(),
    );
    return this.waiting;
  }

  private begin(): Promise<boolean> {
    this.waiting = undefined;
    this.underway = this.write().finally(() => {
      this.underway = undefined;
    });
    return this.underway;
  }

  private async write(): Promise<boolean> {
    await this.postgres.withAdvisoryLock(PAGES_LOCK, () =>
      this.postgres.query(`VACUUM (FULL, FREEZE) ${tables}`),
    );
    const [account] = await this.postgres.query<{ may: boolean }>(
      `SELECT current_setting('is_superuser') = 'on' AS may`,
    );
    if (account?.may !== true) return false;
    await this.postgres.query('SELECT pg_switch_wal()');
    await this.postgres.query('CHECKPOINT');
    return true;
  }
}
