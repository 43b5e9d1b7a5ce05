import type { EnrolmentStatus, LearnerPid } from '#libs/contracts';
import type { Postgres, Queryable } from '../postgres.js';
import {
  decideEnrolment,
  type EnrolmentDecision,
  type EnrolmentState,
  type EnrolmentWord,
} from './enrolment-life-cycle.js';
import { currentRegion } from './learner.store.js';
import { type RegionScope, scopeParameter } from './region-scope.js';
import { inChunks, type Page, type PageRequest, pageOf, recordset } from './rows.js';

export interface Enrolment extends EnrolmentState {
  /** IRI. */
  readonly run: string;
  readonly learnerPid: LearnerPid;
  /** Days, YYYY-MM-DD, in the tenant's time zone. */
  readonly registeredDay: string;
  /** First day of the learner's clock: the run's, or of a rolling run their own. */
  readonly startDay: string;
  readonly statusDay: string;
}
export interface EnrolmentChange extends EnrolmentWord {
  /** IRI. */
  readonly run: string;
  readonly learnerPid: LearnerPid;
}
export interface EnrolmentStep {
  readonly attempt: number;
  readonly status: EnrolmentStatus;
  readonly at: Date;
  /** Who said so. */
  readonly source: string;
  readonly recordedAt: Date;
}
export interface EnrolmentFilter {
  /** IRI. */
  readonly run?: string;
  /** Root of a subtree. */
  readonly region?: string;
  readonly statuses?: readonly EnrolmentStatus[];
  readonly pids?: readonly LearnerPid[];
}

/** Days of an enrolment `n` in a run `r` of a tenant `t`, as every reader must count them. */
export const enrolmentDays = {
  registered: `(n.registered_at AT TIME ZONE t.time_zone)::date::text`,
  start: `(CASE WHEN r.rolling THEN (COALESCE(n.started_at, n.registered_at) AT TIME ZONE t.time_zone)::date
    ELSE r.start_day END)::text`,
  status: `(n.status_at AT TIME ZONE t.time_zone)::date::text`,
};

const enrolments = `
  SELECT n.run, n.learner_pid AS "learnerPid", n.status, n.registered_at AS "registeredAt",
    n.started_at AS "startedAt", n.status_at AS "statusAt", n.attempt,
    ${enrolmentDays.registered} AS "registeredDay", ${enrolmentDays.start} AS "startDay",
    ${enrolmentDays.status} AS "statusDay"
  FROM enrolments n
  JOIN runs r ON r.tenant = n.tenant AND r.iri = n.run
  JOIN tenants t ON t.id = n.tenant
  JOIN learners l ON l.tenant = n.tenant AND l.learner_pid = n.learner_pid ${currentRegion}
  WHERE n.tenant = $1 AND ($2::text[] IS NULL OR g.path && $2)`;

/** Writer of `enrolments` and `enrolment_history`. */
export class EnrolmentStore {
  constructor(private readonly postgres: Postgres) {}

  async find(tenant: string, scope: RegionScope, run: string, pid: LearnerPid): Promise<Enrolment | null> {
    const rows = await this.postgres.query<Enrolment>(`${enrolments} AND n.run = $3 AND n.learner_pid = $4`, [
      tenant,
      scopeParameter(scope),
      run,
      pid,
    ]);
    return rows[0] ?? null;
  }

  /** Newest registration first. */
  ofLearner(tenant: string, scope: RegionScope, pid: LearnerPid): Promise<Enrolment[]> {
    return this.postgres.query(`${enrolments} AND n.learner_pid = $3 ORDER BY n.registered_at DESC, n.run`, [
      tenant,
      scopeParameter(scope),
      pid,
    ]);
  }

  /** By run and pid. */
  async list(
    tenant: string,
    scope: RegionScope,
    filter: EnrolmentFilter,
    page: PageRequest,
  ): Promise<Page<Enrolment>> {
    const after = page.cursor === null ? [null, null] : readCursor(page.cursor);
    const rows = await this.postgres.query<Enrolment>(
      `${enrolments}
         AND ($3::text IS NULL OR n.run = $3)
         AND ($4::text IS NULL OR g.path @> ARRAY[$4])
         AND ($5::text[] IS NULL OR n.status = ANY ($5))
         AND ($6::text[] IS NULL OR n.learner_pid = ANY ($6))
         AND ($7::text IS NULL OR (n.run, n.learner_pid) > ($7, $8))
       ORDER BY n.run, n.learner_pid LIMIT $9`,
      [
        tenant,
        scopeParameter(scope),
        filter.run ?? null,
        filter.region ?? null,
        filter.statuses ?? null,
        filter.pids ?? null,
        ...after,
        page.limit + 1,
      ],
    );
    return pageOf(rows, page.limit, (row) => JSON.stringify([row.run, row.learnerPid]));
  }

  /** Learners of the reader's by run and status. */
  counts(
    tenant: string,
    scope: RegionScope,
  ): Promise<{ readonly run: string; readonly status: EnrolmentStatus; readonly learners: number }[]> {
    return this.postgres.query(
      `SELECT n.run, n.status, count(*)::int AS learners FROM enrolments n
       JOIN learners l ON l.tenant = n.tenant AND l.learner_pid = n.learner_pid ${currentRegion}
       WHERE n.tenant = $1 AND ($2::text[] IS NULL OR g.path && $2) GROUP BY n.run, n.status ORDER BY n.run, n.status`,
      [tenant, scopeParameter(scope)],
    );
  }

  /** Oldest first. */
  history(tenant: string, run: string, pid: LearnerPid): Promise<EnrolmentStep[]> {
    return this.postgres.query(
      `SELECT attempt, status, at, source, recorded_at AS "recordedAt" FROM enrolment_history
       WHERE tenant = $1 AND run = $2 AND learner_pid = $3 ORDER BY id`,
      [tenant, run, pid],
    );
  }

  /** Decides and writes each change by the life cycle; decisions in the order of the changes. */
  change(tenant: string, changes: readonly EnrolmentChange[], source: string): Promise<EnrolmentDecision[]> {
    return this.postgres.transaction((tx) => this.changeWithin(tx, tenant, changes, source));
  }

  /** As `change`. Runs and learners must exist; of several changes to one enrolment each sees the one before. */
  async changeWithin(
    tx: Queryable,
    tenant: string,
    changes: readonly EnrolmentChange[],
    source: string,
  ): Promise<EnrolmentDecision[]> {
    const decisions: EnrolmentDecision[] = [];
    // before reading: what is decided on must still hold when it is written, for enrolments that are not there yet too
    await tx.query(`SELECT take_revision_turn()`);
    await inChunks(changes, async (chunk) => {
      const states = await currentStates(tx, tenant, chunk);
      const steps: object[] = [];
      const touched = new Map<string, object>();
      for (const change of chunk) {
        const key = keyOf(change.run, change.learnerPid);
        const before = states.get(key) ?? null;
        const decision = decideEnrolment(before, change);
        decisions.push(decision);
        if (decision.kind !== 'changed') continue;
        states.set(key, decision.next);
        const { run, learnerPid } = change;
        touched.set(key, { run, learnerPid, ...decision.next });
        for (const step of stepsOf(before, decision.next)) steps.push({ run, learnerPid, ...step });
      }
      if (touched.size > 0) await write(tx, tenant, [...touched.values()], steps, source);
    });
    return decisions;
  }

  /** Gives enrolments a new revision whose mirrored path or start is stale: learners, their regions or runs changed. */
  async touch(
    tx: Queryable,
    tenant: string,
    changed: { learners: readonly LearnerPid[]; regions: readonly string[]; runs: readonly string[] },
  ): Promise<void> {
    if (changed.learners.length + changed.regions.length + changed.runs.length === 0) return;
    await tx.query(
      `UPDATE enrolments SET status = status
       WHERE tenant = $1 AND (learner_pid = ANY ($2) OR run = ANY ($4) OR learner_pid IN (
         SELECT lr.learner_pid FROM learner_regions lr
         WHERE lr.tenant = $1 AND lr.valid_to IS NULL AND lr.region = ANY ($3)))`,
      [tenant, changed.learners, changed.regions, changed.runs],
    );
  }
}

function keyOf(run: string, pid: string): string {
  return `${pid} ${run}`;
}

function readCursor(cursor: string): [string, string] {
  const parsed: unknown = JSON.parse(cursor);
  if (!Array.isArray(parsed) || typeof parsed[0] !== 'string' || typeof parsed[1] !== 'string')
    throw new RangeError('not a cursor of this list');
  return [parsed[0], parsed[1]];
}

async function currentStates(
  tx: Queryable,
  tenant: string,
  changes: readonly EnrolmentChange[],
): Promise<Map<string, EnrolmentState>> {
  const rows = await tx.query<EnrolmentState & { run: string; learnerPid: string }>(
    `SELECT run, learner_pid AS "learnerPid", status, registered_at AS "registeredAt", started_at AS "startedAt",
       status_at AS "statusAt", attempt
     FROM enrolments WHERE tenant = $1 AND (run, learner_pid) IN (
       SELECT DISTINCT * FROM jsonb_to_recordset($2::jsonb) AS asked(run text, "learnerPid" text))`,
    [tenant, recordset(changes.map(({ run, learnerPid }) => ({ run, learnerPid })))],
  );
  return new Map(rows.map(({ run, learnerPid, ...state }) => [keyOf(run, learnerPid), state]));
}

/** What history gains: a new attempt begins with its registration, and a start that became known is told. */
function stepsOf(
  before: EnrolmentState | null,
  next: EnrolmentState,
): { status: EnrolmentStatus; at: Date; attempt: number }[] {
  const { attempt } = next;
  const begins = before?.attempt !== attempt;
  const steps: { status: EnrolmentStatus; at: Date; attempt: number }[] = [];
  if (begins && next.status !== 'registered')
    steps.push({ status: 'registered', at: next.registeredAt, attempt });
  if (next.startedAt !== null && next.status !== 'started' && (begins || before.startedAt === null))
    steps.push({ status: 'started', at: next.startedAt, attempt });
  if (begins || before.status !== next.status)
    steps.push({ status: next.status, at: next.statusAt, attempt });
  return steps;
}

async function write(
  tx: Queryable,
  tenant: string,
  enrolments: readonly object[],
  steps: readonly object[],
  source: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO enrolments (tenant, run, learner_pid, status, registered_at, started_at, status_at, attempt)
     SELECT $1, run, "learnerPid", status, "registeredAt", "startedAt", "statusAt", attempt
     FROM jsonb_to_recordset($2::jsonb) AS said(run text, "learnerPid" text, status text, "registeredAt" timestamptz,
       "startedAt" timestamptz, "statusAt" timestamptz, attempt integer)
     ON CONFLICT (tenant, run, learner_pid) DO UPDATE SET status = excluded.status,
       registered_at = excluded.registered_at, started_at = excluded.started_at, status_at = excluded.status_at,
       attempt = excluded.attempt`,
    [tenant, recordset(enrolments)],
  );
  await tx.query(
    `INSERT INTO enrolment_history (tenant, run, learner_pid, attempt, status, at, source)
     SELECT $1, run, "learnerPid", attempt, status, at, $3
     FROM jsonb_to_recordset($2::jsonb) AS said(run text, "learnerPid" text, attempt integer, status text, at timestamptz)`,
    [tenant, recordset(steps), source],
  );
}
