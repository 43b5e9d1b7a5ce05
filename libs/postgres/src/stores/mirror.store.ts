import type { EnrolmentStatus } from '#libs/contracts';
import type { Queryable } from '../postgres.js';
import { enrolmentDays } from './enrolment.store.js';
import { currentRegion } from './learner.store.js';

/** Rows as the ClickHouse tables of the same names have them, columns and all. Days are YYYY-MM-DD. */
export interface MirroredRun {
  readonly tenant: string;
  readonly run: string;
  readonly code: string;
  readonly start_day: string;
  readonly end_day: string | null;
  readonly rolling: boolean;
  readonly silent: boolean;
  readonly silent_days: number;
  readonly revision: number;
}
export interface MirroredEnrolment {
  readonly tenant: string;
  readonly run: string;
  readonly learner_pid: string;
  readonly region_path: readonly string[];
  readonly registered_day: string;
  readonly start_day: string;
  readonly status: EnrolmentStatus;
  readonly status_day: string;
  readonly revision: number;
}
export interface MirroredActivity {
  readonly tenant: string;
  readonly run: string;
  readonly activity: string;
  readonly type: string;
  /** Empty where the activity is in no module. */
  readonly module: string;
  readonly skills: readonly string[];
  readonly due_day: number | null;
  readonly weight: number | null;
  readonly revision: number;
}

/**
 * What has changed since a revision, of all tenants, oldest change first. Read on from the revision of the last row
 * until nothing comes: revisions become visible in their order, so none is missed.
 */
export class MirrorStore {
  constructor(private readonly db: Queryable) {}

  runs(after: number, limit: number): Promise<MirroredRun[]> {
    return this.db.query(
      `SELECT tenant, iri AS run, code, start_day::text, end_day::text, rolling, dropout = 'silent' AS silent,
         silent_days, revision::float8 AS revision
       FROM runs WHERE revision > $1 ORDER BY runs.revision LIMIT $2`,
      [after, limit],
    );
  }

  enrolments(after: number, limit: number): Promise<MirroredEnrolment[]> {
    return this.db.query(
      `SELECT n.tenant, n.run, n.learner_pid, COALESCE(g.path, '{}') AS region_path,
         ${enrolmentDays.registered} AS registered_day, ${enrolmentDays.start} AS start_day, n.status,
         ${enrolmentDays.status} AS status_day, n.revision::float8 AS revision
       FROM (SELECT * FROM enrolments WHERE revision > $1 ORDER BY revision LIMIT $2) n
       JOIN runs r ON r.tenant = n.tenant AND r.iri = n.run
       JOIN tenants t ON t.id = n.tenant
       JOIN learners l ON l.tenant = n.tenant AND l.learner_pid = n.learner_pid ${currentRegion}
       ORDER BY n.revision`,
      [after, limit],
    );
  }

  activities(after: number, limit: number): Promise<MirroredActivity[]> {
    return this.db.query(
      `SELECT a.tenant, a.run, a.iri AS activity, a.type, COALESCE(a.module, '') AS module,
         ARRAY(SELECT s.skill FROM activity_skills s
           WHERE s.tenant = a.tenant AND s.run = a.run AND s.activity = a.iri ORDER BY s.skill) AS skills,
         a.due_day, a.weight, a.revision::float8 AS revision
       FROM activities a WHERE a.revision > $1 ORDER BY a.revision LIMIT $2`,
      [after, limit],
    );
  }
}
