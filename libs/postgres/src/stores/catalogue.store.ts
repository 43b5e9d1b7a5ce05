import type { BilingualText, Roster } from '#libs/contracts';
import type { Queryable } from '../postgres.js';
import { inChunks, recordset } from './rows.js';

export interface Course {
  readonly code: string;
  readonly program: string;
  readonly name: BilingualText;
}
export interface Run {
  readonly iri: string;
  readonly code: string;
  readonly course: Course;
  /** YYYY-MM-DD. */
  readonly start: string;
  /** Exclusive; null = open end. */
  readonly end: string | null;
  readonly rolling: boolean;
  readonly dropout: 'explicit' | 'silent';
  readonly silentDays: number;
}
export interface Module {
  readonly code: string;
  readonly name: BilingualText;
  readonly position: number;
}
export interface Skill {
  readonly code: string;
  readonly name: BilingualText;
}
export interface Activity {
  readonly iri: string;
  readonly run: string;
  readonly module: string | null;
  readonly type: string;
  readonly name: BilingualText;
  readonly skills: readonly string[];
  /** 0 = first day of the run. */
  readonly dueDay: number | null;
  /** Share of the run's mark, 0 to 1. */
  readonly weight: number | null;
}

/** A run's activity and run named by IRI. */
export type ActivityRow = Omit<Roster['activities'][number], 'run'> & { readonly run: string };

const name = `jsonb_build_object('zh', name_zh, 'en', name_en)`;
const runs = `
  SELECT r.iri, r.code, r.start_day::text AS start, r.end_day::text AS end, r.rolling, r.dropout,
    r.silent_days AS "silentDays",
    jsonb_build_object('code', c.code, 'program', c.program,
      'name', jsonb_build_object('zh', c.name_zh, 'en', c.name_en)) AS course
  FROM runs r JOIN courses c ON c.tenant = r.tenant AND c.code = r.course`;

/** Writer of `programs`, `courses`, `runs`, `modules`, `skills`, `activities` and `activity_skills`. */
export class CatalogueStore {
  constructor(private readonly db: Queryable) {}

  programs(tenant: string): Promise<Skill[]> {
    return this.db.query(`SELECT code, ${name} AS name FROM programs WHERE tenant = $1 ORDER BY code`, [
      tenant,
    ]);
  }

  courses(tenant: string): Promise<Course[]> {
    return this.db.query(
      `SELECT code, program, ${name} AS name FROM courses WHERE tenant = $1 ORDER BY code`,
      [tenant],
    );
  }

  /** Newest start first. */
  runs(tenant: string): Promise<Run[]> {
    return this.db.query(`${runs} WHERE r.tenant = $1 ORDER BY r.start_day DESC, r.code`, [tenant]);
  }

  async runByCode(tenant: string, code: string): Promise<Run | null> {
    return (
      (await this.db.query<Run>(`${runs} WHERE r.tenant = $1 AND r.code = $2`, [tenant, code]))[0] ?? null
    );
  }

  async runByIri(tenant: string, iri: string): Promise<Run | null> {
    return (await this.db.query<Run>(`${runs} WHERE r.tenant = $1 AND r.iri = $2`, [tenant, iri]))[0] ?? null;
  }

  /** In the order of study. */
  modules(tenant: string, course: string): Promise<Module[]> {
    return this.db.query(
      `SELECT code, ${name} AS name, position FROM modules WHERE tenant = $1 AND course = $2 ORDER BY position, code`,
      [tenant, course],
    );
  }

  skills(tenant: string, course: string): Promise<Skill[]> {
    return this.db.query(
      `SELECT code, ${name} AS name FROM skills WHERE tenant = $1 AND course = $2 ORDER BY code`,
      [tenant, course],
    );
  }

  /** Activities of a run (IRI); with `iris`, of those alone. */
  activities(tenant: string, run: string, iris: readonly string[] | null = null): Promise<Activity[]> {
    return this.db.query(
      `SELECT a.iri, a.run, a.module, a.type, ${name} AS name, a.due_day AS "dueDay", a.weight,
         ARRAY(SELECT s.skill FROM activity_skills s
           WHERE s.tenant = a.tenant AND s.run = a.run AND s.activity = a.iri ORDER BY s.skill) AS skills
       FROM activities a WHERE a.tenant = $1 AND a.run = $2 AND ($3::text[] IS NULL OR a.iri = ANY ($3))
       ORDER BY a.due_day NULLS LAST, a.iri`,
      [tenant, run, iris],
    );
  }

  async putPrograms(tx: Queryable, tenant: string, rows: Roster['programs']): Promise<void> {
    await tx.query(
      `INSERT INTO programs AS t (tenant, code, name_zh, name_en)
       SELECT $1, code, name->>'zh', name->>'en' FROM jsonb_to_recordset($2::jsonb) AS row(code text, name jsonb)
       ON CONFLICT (tenant, code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en
       WHERE (t.name_zh, t.name_en) IS DISTINCT FROM (excluded.name_zh, excluded.name_en)`,
      [tenant, recordset(rows)],
    );
  }

  async putCourses(tx: Queryable, tenant: string, rows: Roster['courses']): Promise<void> {
    await tx.query(
      `INSERT INTO courses AS t (tenant, code, program, name_zh, name_en)
       SELECT $1, code, program, name->>'zh', name->>'en'
       FROM jsonb_to_recordset($2::jsonb) AS row(code text, program text, name jsonb)
       ON CONFLICT (tenant, code) DO UPDATE SET program = excluded.program, name_zh = excluded.name_zh,
         name_en = excluded.name_en
       WHERE (t.program, t.name_zh, t.name_en) IS DISTINCT FROM (excluded.program, excluded.name_zh, excluded.name_en)`,
      [tenant, recordset(rows)],
    );
  }

  /** Returns the IRIs of the runs that are new or have changed. */
  async putRuns(tx: Queryable, tenant: string, rows: Roster['runs']): Promise<string[]> {
    const changed = await tx.query<{ iri: string }>(
      `INSERT INTO runs AS t (tenant, iri, code, course, start_day, end_day, rolling, dropout, silent_days)
       SELECT $1, iri, code, course, start, "end", rolling, dropout, "silentDays"
       FROM jsonb_to_recordset($2::jsonb) AS row(iri text, code text, course text, start date, "end" date,
         rolling boolean, dropout text, "silentDays" integer)
       ON CONFLICT (tenant, iri) DO UPDATE SET course = excluded.course, start_day = excluded.start_day,
         end_day = excluded.end_day, rolling = excluded.rolling, dropout = excluded.dropout,
         silent_days = excluded.silent_days
       WHERE (t.course, t.start_day, t.end_day, t.rolling, t.dropout, t.silent_days) IS DISTINCT FROM
         (excluded.course, excluded.start_day, excluded.end_day, excluded.rolling, excluded.dropout, excluded.silent_days)
       RETURNING iri`,
      [tenant, recordset(rows)],
    );
    return changed.map(({ iri }) => iri);
  }

  async putModules(tx: Queryable, tenant: string, rows: Roster['modules']): Promise<void> {
    await tx.query(
      `INSERT INTO modules AS t (tenant, course, code, name_zh, name_en, position)
       SELECT $1, course, code, name->>'zh', name->>'en', position
       FROM jsonb_to_recordset($2::jsonb) AS row(course text, code text, name jsonb, position integer)
       ON CONFLICT (tenant, course, code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en,
         position = excluded.position
       WHERE (t.name_zh, t.name_en, t.position) IS DISTINCT FROM
         (excluded.name_zh, excluded.name_en, excluded.position)`,
      [tenant, recordset(rows)],
    );
  }

  async putSkills(tx: Queryable, tenant: string, rows: Roster['skills']): Promise<void> {
    await tx.query(
      `INSERT INTO skills AS t (tenant, course, code, name_zh, name_en)
       SELECT $1, course, code, name->>'zh', name->>'en'
       FROM jsonb_to_recordset($2::jsonb) AS row(course text, code text, name jsonb)
       ON CONFLICT (tenant, course, code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en
       WHERE (t.name_zh, t.name_en) IS DISTINCT FROM (excluded.name_zh, excluded.name_en)`,
      [tenant, recordset(rows)],
    );
  }

  /** Adds and changes activities; the skills of each become exactly those of its row. */
  async putActivities(tx: Queryable, tenant: string, rows: readonly ActivityRow[]): Promise<void> {
    await inChunks(rows, async (chunk) => {
      const parameters = [tenant, recordset(chunk)];
      await tx.query(
        `INSERT INTO activities AS t (tenant, run, iri, module, type, name_zh, name_en, due_day, weight)
         SELECT $1, run, iri, module, type, name->>'zh', name->>'en', "dueDay", weight
         FROM jsonb_to_recordset($2::jsonb) AS row(run text, iri text, module text, type text, name jsonb,
           "dueDay" integer, weight double precision)
         ON CONFLICT (tenant, run, iri) DO UPDATE SET module = excluded.module, type = excluded.type,
           name_zh = excluded.name_zh, name_en = excluded.name_en, due_day = excluded.due_day, weight = excluded.weight
         WHERE (t.module, t.type, t.name_zh, t.name_en, t.due_day, t.weight) IS DISTINCT FROM
           (excluded.module, excluded.type, excluded.name_zh, excluded.name_en, excluded.due_day, excluded.weight)`,
        parameters,
      );
      // one statement: the skills that go, those that come, and a new revision for the activities of either
      await tx.query(
        `WITH row AS (SELECT * FROM jsonb_to_recordset($2::jsonb) AS r(run text, iri text, skills text[])),
         wanted AS (SELECT run, iri AS activity, unnest(skills) AS skill FROM row),
         gone AS (
           DELETE FROM activity_skills s USING row
           WHERE s.tenant = $1 AND s.run = row.run AND s.activity = row.iri AND s.skill <> ALL (row.skills)
           RETURNING s.run, s.activity
         ), come AS (
           INSERT INTO activity_skills (tenant, run, activity, skill) SELECT $1, run, activity, skill FROM wanted
           ON CONFLICT DO NOTHING RETURNING run, activity
         )
         UPDATE activities a SET iri = a.iri FROM (SELECT * FROM gone UNION SELECT * FROM come) touched
         WHERE a.tenant = $1 AND a.run = touched.run AND a.iri = touched.activity`,
        parameters,
      );
    });
  }
}
