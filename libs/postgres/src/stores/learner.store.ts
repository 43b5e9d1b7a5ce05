import type { BilingualText, LearnerPid, RegionLevel } from '#libs/contracts';
import type { Queryable } from '../postgres.js';
import { type RegionScope, scopeParameter } from './region-scope.js';
import { inChunks, type Page, type PageRequest, pageOf, recordset } from './rows.js';

export interface LearnerRegion {
  readonly code: string;
  readonly parent: string | null;
  readonly level: RegionLevel;
  readonly name: BilingualText;
  readonly path: readonly string[];
}
export interface Learner {
  readonly learnerPid: LearnerPid;
  /** Where they belong now; null = not known. */
  readonly region: LearnerRegion | null;
  readonly consentReminders: boolean;
  /** The identity is gone for good. */
  readonly erased: boolean;
}
export interface Placement {
  readonly learnerPid: LearnerPid;
  readonly region: string;
}
export interface RegionStay {
  readonly region: string;
  /** YYYY-MM-DD. */
  readonly from: string;
  /** Exclusive; null = still there. */
  readonly to: string | null;
}
export interface LearnerFilter {
  /** IRI: enrolled in it, whatever became of it. */
  readonly run?: string;
  /** Root of a subtree. */
  readonly region?: string;
  readonly pids?: readonly LearnerPid[];
}

/** Joins the learner `l` of a query to the region that they belong to now, as `g`. */
export const currentRegion = `
  LEFT JOIN learner_regions lr ON lr.tenant = l.tenant AND lr.learner_pid = l.learner_pid AND lr.valid_to IS NULL
  LEFT JOIN regions g ON g.tenant = lr.tenant AND g.code = lr.region`;
/** A first placement holds for all that came before: nobody said otherwise. */
const always = '1970-01-01';

const learners = `
  SELECT l.learner_pid AS "learnerPid", e.learner_pid IS NOT NULL AS erased,
    CASE WHEN g.code IS NOT NULL THEN jsonb_build_object('code', g.code, 'parent', g.parent, 'level', g.level,
      'name', jsonb_build_object('zh', g.name_zh, 'en', g.name_en), 'path', g.path) END AS region,
    COALESCE((SELECT c.granted FROM consents c WHERE c.tenant = l.tenant AND c.learner_pid = l.learner_pid
      AND c.kind = 'reminders' ORDER BY c.at DESC, c.id DESC LIMIT 1), false) AS "consentReminders"
  FROM learners l ${currentRegion}
  LEFT JOIN erasures e ON e.tenant = l.tenant AND e.learner_pid = l.learner_pid`;
const visible = `l.tenant = $1 AND ($2::text[] IS NULL OR g.path && $2)`;

/** Writer of `learners`, `learner_regions` and `learner_attributes`. */
export class LearnerStore {
  constructor(private readonly db: Queryable) {}

  /** null where there is no such learner, or none that the reader may see. */
  async find(tenant: string, scope: RegionScope, pid: LearnerPid): Promise<Learner | null> {
    const rows = await this.db.query<Learner>(`${learners} WHERE ${visible} AND l.learner_pid = $3`, [
      tenant,
      scopeParameter(scope),
      pid,
    ]);
    return rows[0] ?? null;
  }

  /** By pid, which is no order that says anything about people. */
  async list(
    tenant: string,
    scope: RegionScope,
    filter: LearnerFilter,
    page: PageRequest,
  ): Promise<Page<Learner>> {
    const rows = await this.db.query<Learner>(
      `${learners} WHERE ${visible}
         AND ($3::text[] IS NULL OR l.learner_pid = ANY ($3))
         AND ($4::text IS NULL OR g.path @> ARRAY[$4])
         AND ($5::text IS NULL OR EXISTS (SELECT FROM enrolments n
           WHERE n.tenant = l.tenant AND n.run = $5 AND n.learner_pid = l.learner_pid))
         AND ($6::text IS NULL OR l.learner_pid > $6)
       ORDER BY l.learner_pid LIMIT $7`,
      [
        tenant,
        scopeParameter(scope),
        filter.pids ?? null,
        filter.region ?? null,
        filter.run ?? null,
        page.cursor,
        page.limit + 1,
      ],
    );
    return pageOf(rows, page.limit, (row) => row.learnerPid);
  }

  /** Those of the pids that the reader may see: cuts what another store has found. */
  async visible(tenant: string, scope: RegionScope, pids: readonly LearnerPid[]): Promise<Set<LearnerPid>> {
    const rows = await this.db.query<{ pid: LearnerPid }>(
      `SELECT l.learner_pid AS pid FROM learners l ${currentRegion} WHERE ${visible} AND l.learner_pid = ANY ($3)`,
      [tenant, scopeParameter(scope), pids],
    );
    return new Set(rows.map(({ pid }) => pid));
  }

  /** Oldest first. */
  regionHistory(tenant: string, pid: LearnerPid): Promise<RegionStay[]> {
    return this.db.query(
      `SELECT region, valid_from::text AS from, valid_to::text AS to FROM learner_regions
       WHERE tenant = $1 AND learner_pid = $2 ORDER BY valid_from`,
      [tenant, pid],
    );
  }

  /** Demographics of a run's learners, for audits of fairness alone. */
  async attributes(tenant: string, run: string): Promise<Map<LearnerPid, Readonly<Record<string, string>>>> {
    const rows = await this.db.query<{ pid: LearnerPid; attributes: Record<string, string> }>(
      `SELECT a.learner_pid AS pid, a.attributes FROM learner_attributes a
       JOIN enrolments n ON n.tenant = a.tenant AND n.learner_pid = a.learner_pid
       WHERE a.tenant = $1 AND n.run = $2`,
      [tenant, run],
    );
    return new Map(rows.map(({ pid, attributes }) => [pid, attributes]));
  }

  /** Adds the learners that are not known yet. */
  async add(tx: Queryable, tenant: string, pids: readonly LearnerPid[]): Promise<void> {
    await tx.query(
      `INSERT INTO learners (tenant, learner_pid) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`,
      [tenant, pids],
    );
  }

  /**
   * Where learners belong from `day` on (YYYY-MM-DD); their earlier places stay as history. Those who are there
   * already are left alone; a first placement holds from always. Returns the learners who were moved: their
   * enrolments are due for `EnrolmentStore.touch`.
   */
  async place(
    tx: Queryable,
    tenant: string,
    placements: readonly Placement[],
    day: string,
  ): Promise<LearnerPid[]> {
    const moved: LearnerPid[] = [];
    await inChunks(placements, async (chunk) => {
      const parameters = [tenant, recordset(chunk), day];
      const row = `jsonb_to_recordset($2::jsonb) AS row("learnerPid" text, region text)`;
      // moved before, on this very day or in a future that has not come: the place is corrected, no stay of no days is kept
      const corrected = await tx.query<{ pid: LearnerPid }>(
        `UPDATE learner_regions h SET region = row.region FROM ${row}
         WHERE h.tenant = $1 AND h.learner_pid = row."learnerPid" AND h.valid_to IS NULL
           AND h.region <> row.region AND h.valid_from >= $3::date
         RETURNING h.learner_pid AS pid`,
        parameters,
      );
      const closed = await tx.query<{ pid: LearnerPid }>(
        `UPDATE learner_regions h SET valid_to = $3::date FROM ${row}
         WHERE h.tenant = $1 AND h.learner_pid = row."learnerPid" AND h.valid_to IS NULL AND h.region <> row.region
         RETURNING h.learner_pid AS pid`,
        parameters,
      );
      await tx.query(
        `INSERT INTO learner_regions (tenant, learner_pid, region, valid_from)
         SELECT $1, row."learnerPid", row.region, CASE WHEN EXISTS (SELECT FROM learner_regions h
             WHERE h.tenant = $1 AND h.learner_pid = row."learnerPid") THEN $3::date ELSE '${always}'::date END
         FROM ${row}
         ON CONFLICT (tenant, learner_pid) WHERE valid_to IS NULL DO NOTHING`,
        parameters,
      );
      moved.push(...corrected.map(({ pid }) => pid), ...closed.map(({ pid }) => pid));
    });
    return moved;
  }

  /** Needs the learners' identities in the vault: the attributes go with them at an erasure. */
  async putAttributes(
    tx: Queryable,
    tenant: string,
    rows: readonly {
      readonly learnerPid: LearnerPid;
      readonly attributes: Readonly<Record<string, string>>;
    }[],
  ): Promise<void> {
    await inChunks(rows, async (chunk) => {
      await tx.query(
        `INSERT INTO learner_attributes AS t (tenant, learner_pid, attributes)
         SELECT $1, "learnerPid", attributes
         FROM jsonb_to_recordset($2::jsonb) AS row("learnerPid" text, attributes jsonb)
         ON CONFLICT (tenant, learner_pid) DO UPDATE SET attributes = excluded.attributes
         WHERE t.attributes <> excluded.attributes`,
        [tenant, recordset(chunk)],
      );
    });
  }
}
