import type { LearnerPid } from '#libs/contracts';
import type { Queryable } from '../postgres.js';
import { type Page, type PageRequest, pageOf } from './rows.js';

export interface AuditEntry {
  readonly at: Date;
  readonly actorKind: 'user' | 'key' | 'system';
  /** Account of the user, id of the key, name of the process. */
  readonly actor: string;
  /** What was done, as a stable word: `learner.viewed`, `contact.revealed`, `learner.erased`... */
  readonly action: string;
  /** Whom it was about. */
  readonly learnerPid: LearnerPid | null;
  /** Never an identity. */
  readonly details: Readonly<Record<string, unknown>>;
}
export interface AuditRow extends AuditEntry {
  readonly id: string;
}

/** Writer of `audit_log`, which only grows. */
export class AuditStore {
  constructor(private readonly db: Queryable) {}

  /** With `tx`, what is audited and its entry are written together or not at all. */
  async append(tenant: string, entry: AuditEntry, tx: Queryable = this.db): Promise<void> {
    await tx.query(
      `INSERT INTO audit_log (tenant, at, actor_kind, actor, action, learner_pid, details)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        tenant,
        entry.at,
        entry.actorKind,
        entry.actor,
        entry.action,
        entry.learnerPid,
        JSON.stringify(entry.details),
      ],
    );
  }

  /** Newest first. */
  async list(
    tenant: string,
    filter: { readonly learnerPid?: LearnerPid; readonly actor?: string },
    page: PageRequest,
  ): Promise<Page<AuditRow>> {
    const rows = await this.db.query<AuditRow>(
      `SELECT id, at, actor_kind AS "actorKind", actor, action, learner_pid AS "learnerPid", details FROM audit_log
       WHERE tenant = $1 AND ($2::text IS NULL OR learner_pid = $2) AND ($3::text IS NULL OR actor = $3)
         AND ($4::bigint IS NULL OR id < $4)
       ORDER BY id DESC LIMIT $5`,
      [tenant, filter.learnerPid ?? null, filter.actor ?? null, page.cursor, page.limit + 1],
    );
    return pageOf(rows, page.limit, (row) => row.id);
  }
}
