import type { LearnerPid } from '#libs/contracts';
import type { Postgres, Queryable } from '../postgres.js';
import type { Clock } from './clock.js';
import { recordset } from './rows.js';

/** How many rows of each kind were erased. */
export type ErasedCounts = Readonly<Record<ErasedKind, number>>;
export type ErasedKind = keyof typeof rowsOf;

export interface ErasureRow {
  readonly pid: LearnerPid;
  /** Of the first time. */
  readonly at: Date;
  readonly reason: string;
  readonly erased: ErasedCounts;
}

/** Where a list goes on. */
export interface ErasurePlace {
  /** ISO 8601 UTC, milliseconds: as precise as the clock that erasures are marked by. */
  readonly at: string;
  readonly pid: LearnerPid;
}

/** What knows a person, by kind, in the order in which it goes: the identity, on which the rest hangs, last. */
const rowsOf = {
  forms: `DELETE FROM identity_forms WHERE tenant = $1 AND learner_pid = ANY ($2) RETURNING learner_pid AS pid`,
  contacts: `DELETE FROM contacts WHERE tenant = $1 AND learner_pid = ANY ($2) RETURNING learner_pid AS pid`,
  attributes: `DELETE FROM learner_attributes WHERE tenant = $1 AND learner_pid = ANY ($2) RETURNING learner_pid AS pid`,
  duties: `DELETE FROM duties WHERE tenant = $1 AND learner_pid = ANY ($2) RETURNING learner_pid AS pid`,
  documents: `DELETE FROM documents WHERE tenant = $1 AND learner_pid = ANY ($2) RETURNING learner_pid AS pid`,
  attachments: `DELETE FROM blob_keys WHERE tenant = $1 AND learner_pid = ANY ($2) RETURNING learner_pid AS pid, sha2`,
  // what staff wrote down about the person
  notes: `DELETE FROM work_item_notes n USING work_items w WHERE n.item = w.id AND w.tenant = $1
    AND w.learner_pid = ANY ($2) RETURNING w.learner_pid AS pid`,
  links: `DELETE FROM persona_links WHERE tenant = $1 AND learner_pid = ANY ($2) RETURNING learner_pid AS pid`,
  identities: `DELETE FROM identities WHERE tenant = $1 AND learner_pid = ANY ($2) RETURNING learner_pid AS pid`,
} as const;
const kinds = Object.keys(rowsOf) as ErasedKind[];

const columns = `learner_pid AS pid, erased_at AS at, reason, erased`;

/** Writer of `erasures`; takes a person out of every table that knows one. */
export class ErasureStore {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /**
   * Deletes all that is kept of these pseudonyms, with the only key to what is sealed, and marks them so that they are
   * not taken in again. A second time finds nothing more, and what the first found stays written down.
   * @param within runs in the same transaction, for the audit log
   * @returns a row for each pseudonym, and the hashes of files that one key fewer opens
   */
  async erase(
    tenant: string,
    pids: readonly LearnerPid[],
    reason: string,
    within: (tx: Queryable, found: ReadonlyMap<LearnerPid, ErasedCounts>) => Promise<void> = () =>
      Promise.resolve(),
  ): Promise<{ readonly rows: readonly ErasureRow[]; readonly files: readonly string[] }> {
    return this.postgres.transaction(async (tx) => {
      // waits for inserts under way and holds up new ones until the mark is there for them to see
      await tx.query(`LOCK TABLE identities IN SHARE ROW EXCLUSIVE MODE`);
      // whoever writes something that hangs on the identity is done before it is counted
      await tx.query(
        `SELECT FROM identities WHERE tenant = $1 AND learner_pid = ANY ($2)
         ORDER BY learner_pid COLLATE "C" FOR UPDATE`,
        [tenant, pids],
      );
      const found = new Map(pids.map((pid) => [pid, nothing()]));
      const files: string[] = [];
      for (const kind of kinds)
        for (const { pid, sha2 } of await tx.query<{ pid: LearnerPid; sha2?: string }>(rowsOf[kind], [
          tenant,
          pids,
        ])) {
          const counts = found.get(pid);
          if (counts !== undefined) counts[kind]++;
          if (sha2 !== undefined) files.push(sha2);
        }
      const said = pids.map((pid) => ({ pid, erased: found.get(pid) }));
      await tx.query(
        `INSERT INTO erasures (tenant, learner_pid, erased_at, reason, erased)
         SELECT $1, pid, $3, $4, erased FROM jsonb_to_recordset($2::jsonb) AS said(pid text, erased jsonb)
         ON CONFLICT DO NOTHING`,
        [tenant, recordset(said), this.clock(), reason],
      );
      await within(tx, found);
      const rows = await tx.query<ErasureRow>(
        `SELECT ${columns} FROM erasures WHERE tenant = $1 AND learner_pid = ANY ($2)
         ORDER BY array_position($2::text[], learner_pid)`,
        [tenant, pids],
      );
      return { rows, files };
    });
  }

  /**
   * Newest first.
   * @param after where the page before ended
   */
  async list(
    tenant: string,
    { limit, after }: { readonly limit: number; readonly after: ErasurePlace | null },
  ): Promise<{ readonly rows: readonly ErasureRow[]; readonly next: ErasurePlace | null }> {
    const found = await this.postgres.query<ErasureRow>(
      `SELECT ${columns} FROM erasures WHERE tenant = $1
         AND ($2::timestamptz IS NULL OR (erased_at, learner_pid) < ($2, $3::text))
       ORDER BY erased_at DESC, learner_pid DESC LIMIT $4`,
      [tenant, after?.at ?? null, after?.pid ?? null, limit + 1],
    );
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const more = found.length > limit && last !== undefined;
    return { rows, next: more ? { at: last.at.toISOString(), pid: last.pid } : null };
  }
}

const nothing = (): Record<ErasedKind, number> => ({
  identities: 0,
  forms: 0,
  contacts: 0,
  attributes: 0,
  duties: 0,
  documents: 0,
  attachments: 0,
  notes: 0,
  links: 0,
});
