import type { dutyKinds, LearnerPid } from '#libs/contracts';
import type { Queryable } from '../postgres.js';
import { inChunks, recordset } from './rows.js';

export interface Duty {
  readonly learnerPid: LearnerPid;
  readonly kind: (typeof dutyKinds)[number];
  /** First and last day, YYYY-MM-DD; both count. */
  readonly from: string;
  readonly to: string;
}

/** Writer of `duties`: when nobody can expect a learner to study. */
export class DutyStore {
  constructor(private readonly db: Queryable) {}

  /**
   * Duties that touch the days from `from` to `to`, by their first day.
   * @param pids empty = everybody
   */
  between(tenant: string, from: string, to: string, pids: readonly LearnerPid[] = []): Promise<Duty[]> {
    return this.db.query(
      `SELECT learner_pid AS "learnerPid", kind, from_day::text AS "from", to_day::text AS "to" FROM duties
       WHERE tenant = $1 AND to_day >= $2::date AND from_day <= $3::date
         AND (cardinality($4::text[]) = 0 OR learner_pid = ANY ($4))
       ORDER BY learner_pid, from_day`,
      [tenant, from, to, pids],
    );
  }

  /** Who is on duty, leave or holiday on a day. */
  async away(tenant: string, day: string): Promise<LearnerPid[]> {
    return [...new Set((await this.between(tenant, day, day)).map(({ learnerPid }) => learnerPid))];
  }

  /** One a learner and first day: what is said later of that day replaces it, or takes it back. */
  async put(
    tx: Queryable,
    tenant: string,
    duties: readonly (Duty & { readonly cancelled: boolean })[],
  ): Promise<void> {
    await inChunks(duties, async (chunk) => {
      const said = `jsonb_to_recordset($2::jsonb) AS said("learnerPid" text, kind text, "from" date, "to" date, cancelled boolean)`;
      await tx.query(
        `DELETE FROM duties USING ${said}
         WHERE duties.tenant = $1 AND learner_pid = said."learnerPid" AND from_day = said."from" AND said.cancelled`,
        [tenant, recordset(chunk)],
      );
      await tx.query(
        `INSERT INTO duties (tenant, learner_pid, kind, from_day, to_day)
         SELECT $1, said."learnerPid", said.kind, said."from", said."to" FROM ${said} WHERE NOT said.cancelled
         ON CONFLICT (tenant, learner_pid, from_day) DO UPDATE SET kind = excluded.kind, to_day = excluded.to_day`,
        [tenant, recordset(chunk)],
      );
    });
  }
}
