import type { LearnerPid } from '#libs/contracts';
import type { Queryable } from '../postgres.js';
import { inChunks, recordset } from './rows.js';

export interface Consent {
  readonly learnerPid: LearnerPid;
  readonly granted: boolean;
  readonly at: Date;
  /** Who says so: `roster`, `learner`, `staff:<account>`... */
  readonly source: string;
}

/** Writer of `consents`, a ledger: whoever was never asked has not agreed. */
export class ConsentStore {
  constructor(private readonly db: Queryable) {}

  /** Who has agreed to reminders, of the pids. May be read within the transaction that sends. */
  async reminders(
    tenant: string,
    pids: readonly LearnerPid[],
    db: Queryable = this.db,
  ): Promise<Set<LearnerPid>> {
    const rows = await db.query<{ pid: LearnerPid }>(
      `SELECT pid FROM (
         SELECT DISTINCT ON (learner_pid) learner_pid AS pid, granted FROM consents
         WHERE tenant = $1 AND learner_pid = ANY ($2) AND kind = 'reminders'
         ORDER BY learner_pid, at DESC, id DESC) newest
       WHERE granted`,
      [tenant, pids],
    );
    return new Set(rows.map(({ pid }) => pid));
  }

  /** Oldest first. */
  history(tenant: string, pid: LearnerPid): Promise<Consent[]> {
    return this.db.query(
      `SELECT learner_pid AS "learnerPid", granted, at, source FROM consents
       WHERE tenant = $1 AND learner_pid = $2 AND kind = 'reminders' ORDER BY at, id`,
      [tenant, pid],
    );
  }

  /** Somebody's act: writes down what differs from what was in force at its instant. */
  async record(tenant: string, consents: readonly Consent[], tx: Queryable = this.db): Promise<void> {
    await this.append(tx, tenant, consents, false);
  }

  /**
   * Word of a source that repeats itself (a roster sent every night): counts when it differs from the source's own last
   * word, so that a learner who has refused since then stays refused.
   */
  async recordStanding(tenant: string, consents: readonly Consent[], tx: Queryable = this.db): Promise<void> {
    await this.append(tx, tenant, consents, true);
  }

  private async append(
    tx: Queryable,
    tenant: string,
    consents: readonly Consent[],
    standing: boolean,
  ): Promise<void> {
    await inChunks(consents, async (chunk) => {
      await tx.query(
        `INSERT INTO consents (tenant, learner_pid, kind, granted, at, source)
         SELECT $1, said."learnerPid", 'reminders', said.granted, said.at, said.source
         FROM jsonb_to_recordset($2::jsonb) AS said("learnerPid" text, granted boolean, at timestamptz, source text)
         WHERE said.granted IS DISTINCT FROM (SELECT c.granted FROM consents c
           WHERE c.tenant = $1 AND c.learner_pid = said."learnerPid" AND c.kind = 'reminders' AND c.at <= said.at
             AND (NOT $3 OR c.source = said.source)
           ORDER BY c.at DESC, c.id DESC LIMIT 1)`,
        [tenant, recordset(chunk), standing],
      );
    });
  }
}
