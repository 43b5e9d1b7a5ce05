import type { contactOutcomes, LearnerPid, stopCauses } from '#libs/contracts';
import type { Queryable } from '../postgres.js';
import { currentRegion } from './learner.store.js';
import { type RegionScope, scopeParameter } from './region-scope.js';
import { recordset } from './rows.js';

export type ContactResult = (typeof contactOutcomes)[number];
export type StopCause = (typeof stopCauses)[number];

export interface ProposedItem {
  /** IRI. */
  readonly run: string;
  readonly learnerPid: LearnerPid;
  /** 1 = first of the list. */
  readonly position: number;
  /** What the list says: chance, reasons, what changed. Kept as it was said. */
  readonly shown: Readonly<Record<string, unknown>>;
}
export interface WorkItemOutcome {
  readonly result: ContactResult;
  readonly cause: StopCause | null;
  /** YYYY-MM-DD. */
  readonly followUpOn: string | null;
  readonly predictionUseful: boolean | null;
}
export interface StaffRef {
  readonly account: string;
  readonly name: string;
}
export interface WorkItemRow extends ProposedItem {
  readonly id: string;
  /** YYYY-MM-DD, the tenant's. */
  readonly day: string;
  /** Where the learner lived on that day; null = not known. */
  readonly region: string | null;
  readonly state: 'open' | 'done' | 'dismissed';
  readonly assignee: StaffRef | null;
  /** Oldest first. */
  readonly notes: readonly { readonly at: Date; readonly by: string; readonly text: string }[];
  readonly outcome: (WorkItemOutcome & { readonly at: Date; readonly by: string }) | null;
  /** `by` null = taken back by the system. */
  readonly dismissal: { readonly reason: string; readonly at: Date; readonly by: string | null } | null;
}
export interface WorkItemFilter {
  /** YYYY-MM-DD. */
  readonly day: string;
  /** IRI. */
  readonly run?: string;
  /** Root of a subtree. */
  readonly region?: string;
}
/** Days are YYYY-MM-DD, [from, to). */
export interface WorkPeriod {
  readonly from: string;
  readonly to: string;
}

interface ItemColumns extends Omit<WorkItemRow, 'notes' | 'outcome' | 'dismissal'> {
  readonly notes: { at: string; by: string; text: string }[];
  readonly result: ContactResult | null;
  readonly cause: StopCause | null;
  readonly followUpOn: string | null;
  readonly predictionUseful: boolean | null;
  readonly dismissedReason: string | null;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
}

const people = `JOIN learners l ON l.tenant = w.tenant AND l.learner_pid = w.learner_pid ${currentRegion}`;
const visible = `w.tenant = $1 AND ($2::text[] IS NULL OR g.path && $2)`;
const items = `
  SELECT w.id, w.run, w.learner_pid AS "learnerPid", w.day::text, w.region, w.position, w.shown, w.status AS state,
    CASE WHEN a.id IS NOT NULL THEN jsonb_build_object('account', a.account, 'name', a.display_name) END AS assignee,
    COALESCE((SELECT jsonb_agg(jsonb_build_object('at', n.at, 'by', u.display_name, 'text', n.text) ORDER BY n.id)
      FROM work_item_notes n JOIN users u ON u.id = n.author WHERE n.item = w.id), '[]') AS notes,
    w.outcome AS result, w.cause, w.follow_up_on::text AS "followUpOn", w.prediction_useful AS "predictionUseful",
    w.dismissed_reason AS "dismissedReason", w.closed_at AS "closedAt", c.display_name AS "closedBy"
  FROM work_items w ${people}
  LEFT JOIN users a ON a.id = w.assignee
  LEFT JOIN users c ON c.id = w.closed_by
  WHERE ${visible}`;

/** Writer of `work_items` and `work_item_notes`. Every change answers null where the reader may not see the item. */
export class WorkItemStore {
  constructor(private readonly db: Queryable) {}

  /** Adds a day's items; one that is on the list already stays as it was. Returns how many were added. */
  async propose(tenant: string, day: string, proposed: readonly ProposedItem[], at: Date): Promise<number> {
    const added = await this.db.query(
      `INSERT INTO work_items (tenant, run, learner_pid, day, region, position, shown, created_at)
       SELECT $1, said.run, said."learnerPid", $2, lr.region, said.position, said.shown, $4
       FROM jsonb_to_recordset($3::jsonb) AS said(run text, "learnerPid" text, position integer, shown jsonb)
       LEFT JOIN learner_regions lr
         ON lr.tenant = $1 AND lr.learner_pid = said."learnerPid" AND lr.valid_to IS NULL
       ON CONFLICT (tenant, run, learner_pid, day) DO NOTHING RETURNING id`,
      [tenant, day, recordset(proposed), at],
    );
    return added.length;
  }

  /** A day's list, in its order. */
  async list(tenant: string, scope: RegionScope, filter: WorkItemFilter): Promise<WorkItemRow[]> {
    const rows = await this.db.query<ItemColumns>(
      `${items} AND w.day = $3 AND ($4::text IS NULL OR w.run = $4) AND ($5::text IS NULL OR g.path @> ARRAY[$5])
       ORDER BY w.position, w.learner_pid`,
      [tenant, scopeParameter(scope), filter.day, filter.run ?? null, filter.region ?? null],
    );
    return rows.map(itemOf);
  }

  async find(tenant: string, scope: RegionScope, id: string): Promise<WorkItemRow | null> {
    const rows = await this.db.query<ItemColumns>(`${items} AND w.id = $3`, [
      tenant,
      scopeParameter(scope),
      id,
    ]);
    return rows[0] === undefined ? null : itemOf(rows[0]);
  }

  /** Newest day first. */
  async ofLearner(
    tenant: string,
    scope: RegionScope,
    pid: LearnerPid,
    limit: number,
  ): Promise<WorkItemRow[]> {
    const rows = await this.db.query<ItemColumns>(
      `${items} AND w.learner_pid = $3 ORDER BY w.day DESC LIMIT $4`,
      [tenant, scopeParameter(scope), pid, limit],
    );
    return rows.map(itemOf);
  }

  /** Calls promised for `day` or before, and not made since. Oldest promise first. */
  async followUps(tenant: string, scope: RegionScope, day: string): Promise<WorkItemRow[]> {
    const rows = await this.db.query<ItemColumns>(
      `${items} AND w.follow_up_on <= $3 AND NOT EXISTS (SELECT FROM work_items later
         WHERE later.tenant = w.tenant AND later.run = w.run AND later.learner_pid = w.learner_pid
           AND later.day > w.day AND later.status = 'done')
       ORDER BY w.follow_up_on, w.learner_pid`,
      [tenant, scopeParameter(scope), day],
    );
    return rows.map(itemOf);
  }

  /** When each of the learners was last tried, reached or not. */
  async lastContacts(tenant: string, pids: readonly LearnerPid[]): Promise<Map<LearnerPid, Date>> {
    const rows = await this.db.query<{ pid: LearnerPid; at: Date }>(
      `SELECT learner_pid AS pid, max(closed_at) AS at FROM work_items
       WHERE tenant = $1 AND learner_pid = ANY ($2) AND status = 'done' GROUP BY learner_pid`,
      [tenant, pids],
    );
    return new Map(rows.map(({ pid, at }) => [pid, at]));
  }

  /** What learners of a subtree said keeps them from studying. */
  causes(
    tenant: string,
    scope: RegionScope,
    region: string,
    period: WorkPeriod,
  ): Promise<{ readonly cause: StopCause; readonly count: number }[]> {
    return this.db.query(
      `SELECT w.cause, count(*)::int AS count FROM work_items w ${people}
       WHERE ${visible} AND g.path @> ARRAY[$3] AND w.day >= $4 AND w.day < $5 AND w.cause IS NOT NULL
       GROUP BY w.cause ORDER BY count DESC, w.cause`,
      [tenant, scopeParameter(scope), region, period.from, period.to],
    );
  }

  /** Items done in each region directly under one; those at the region itself count under its own code. */
  async doneByChild(
    tenant: string,
    scope: RegionScope,
    region: string,
    period: WorkPeriod,
  ): Promise<Map<string, number>> {
    const rows = await this.db.query<{ child: string; done: number }>(
      `SELECT COALESCE(g.path[array_position(g.path, $3) + 1], $3) AS child, count(*)::int AS done
       FROM work_items w ${people}
       WHERE ${visible} AND g.path @> ARRAY[$3] AND w.day >= $4 AND w.day < $5 AND w.status = 'done' GROUP BY child`,
      [tenant, scopeParameter(scope), region, period.from, period.to],
    );
    return new Map(rows.map(({ child, done }) => [child, done]));
  }

  /** `userId` null = nobody's. */
  assign(tenant: string, scope: RegionScope, id: string, userId: string | null): Promise<WorkItemRow | null> {
    return this.change(tenant, scope, id, 'assignee = $4', [userId]);
  }

  async addNote(
    tenant: string,
    scope: RegionScope,
    id: string,
    note: { readonly author: string; readonly text: string; readonly at: Date },
  ): Promise<WorkItemRow | null> {
    await this.db.query(
      `INSERT INTO work_item_notes (item, at, author, text)
       SELECT w.id, $4, $5, $6 FROM work_items w ${people} WHERE ${visible} AND w.id = $3`,
      [tenant, scopeParameter(scope), id, note.at, note.author, note.text],
    );
    return this.find(tenant, scope, id);
  }

  /** What came of the call; given again it replaces what was said before. */
  close(
    tenant: string,
    scope: RegionScope,
    id: string,
    outcome: WorkItemOutcome,
    closed: { readonly by: string; readonly at: Date },
  ): Promise<WorkItemRow | null> {
    return this.change(
      tenant,
      scope,
      id,
      `status = 'done', outcome = $4, cause = $5, follow_up_on = $6, prediction_useful = $7, dismissed_reason = NULL,
       closed_by = $8, closed_at = $9`,
      [outcome.result, outcome.cause, outcome.followUpOn, outcome.predictionUseful, closed.by, closed.at],
    );
  }

  /** "Not today", with the reason. `by` null = the system, where a late batch takes the row back. */
  dismiss(
    tenant: string,
    scope: RegionScope,
    id: string,
    reason: string,
    closed: { readonly by: string | null; readonly at: Date },
  ): Promise<WorkItemRow | null> {
    return this.change(
      tenant,
      scope,
      id,
      `status = 'dismissed', dismissed_reason = $4, outcome = NULL, cause = NULL, follow_up_on = NULL,
       prediction_useful = NULL, closed_by = $5, closed_at = $6`,
      [reason, closed.by, closed.at],
    );
  }

  /** Undoes `close` and `dismiss`. */
  reopen(tenant: string, scope: RegionScope, id: string): Promise<WorkItemRow | null> {
    return this.change(
      tenant,
      scope,
      id,
      `status = 'open', outcome = NULL, cause = NULL, follow_up_on = NULL, prediction_useful = NULL,
       dismissed_reason = NULL, closed_by = NULL, closed_at = NULL`,
      [],
    );
  }

  /** `set` is SQL of this file, its values from $4 on. */
  private async change(
    tenant: string,
    scope: RegionScope,
    id: string,
    set: string,
    values: readonly unknown[],
  ): Promise<WorkItemRow | null> {
    await this.db.query(
      `UPDATE work_items SET ${set} WHERE id = (SELECT w.id FROM work_items w ${people} WHERE ${visible} AND w.id = $3)`,
      [tenant, scopeParameter(scope), id, ...values],
    );
    return this.find(tenant, scope, id);
  }
}

function itemOf(row: ItemColumns): WorkItemRow {
  const { notes, result, cause, followUpOn, predictionUseful, dismissedReason, closedAt, closedBy, ...item } =
    row;
  return {
    ...item,
    notes: notes.map((note) => ({ ...note, at: new Date(note.at) })),
    outcome:
      result === null || closedAt === null
        ? null
        : { result, cause, followUpOn, predictionUseful, at: closedAt, by: closedBy ?? '' },
    dismissal:
      dismissedReason === null || closedAt === null
        ? null
        : { reason: dismissedReason, at: closedAt, by: closedBy },
  };
}
