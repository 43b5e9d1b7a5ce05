import type { BilingualText, Roster, RegionLevel } from '#libs/contracts';
import type { Queryable } from '../postgres.js';
import { type RegionScope, scopeParameter } from './region-scope.js';
import { inChunks, recordset } from './rows.js';

export interface Region {
  readonly code: string;
  readonly parent: string | null;
  readonly level: RegionLevel;
  readonly name: BilingualText;
  /** YYYY-MM-DD. */
  readonly validFrom: string;
  /** Exclusive; null = still valid. */
  readonly validTo: string | null;
  /** Codes from the root down to this one. */
  readonly path: readonly string[];
}

const columns = `code, parent, level, jsonb_build_object('zh', name_zh, 'en', name_en) AS name,
  valid_from::text AS "validFrom", valid_to::text AS "validTo", path`;
const inScope = `($2::text[] IS NULL OR path && $2)`;

/** Writer of `regions`. */
export class RegionStore {
  constructor(private readonly db: Queryable) {}

  /** Every region that the reader may see, parents before children. */
  list(tenant: string, scope: RegionScope): Promise<Region[]> {
    return this.db.query(
      `SELECT ${columns} FROM regions WHERE tenant = $1 AND ${inScope} ORDER BY cardinality(path), code`,
      [tenant, scopeParameter(scope)],
    );
  }

  /** null where there is none, or none that the reader may see. */
  async find(tenant: string, scope: RegionScope, code: string): Promise<Region | null> {
    const rows = await this.db.query<Region>(
      `SELECT ${columns} FROM regions WHERE tenant = $1 AND ${inScope} AND code = $3`,
      [tenant, scopeParameter(scope), code],
    );
    return rows[0] ?? null;
  }

  /** Directly under a region, by code. */
  children(tenant: string, scope: RegionScope, code: string): Promise<Region[]> {
    return this.db.query(
      `SELECT ${columns} FROM regions WHERE tenant = $1 AND ${inScope} AND parent = $3 ORDER BY code`,
      [tenant, scopeParameter(scope), code],
    );
  }

  /** The region and all below it, parents before children. */
  subtree(tenant: string, code: string): Promise<Region[]> {
    return this.list(tenant, { kind: 'subtrees', roots: [code] });
  }

  /** From the root down to the region itself; empty where there is none. */
  path(tenant: string, code: string): Promise<Region[]> {
    return this.db.query(
      `SELECT ${columns} FROM regions WHERE tenant = $1
         AND code = ANY (SELECT unnest(path) FROM regions WHERE tenant = $1 AND code = $2)
       ORDER BY cardinality(path)`,
      [tenant, code],
    );
  }

  /** From the root down to the parent. */
  async ancestors(tenant: string, code: string): Promise<Region[]> {
    return (await this.path(tenant, code)).slice(0, -1);
  }

  /**
   * Adds and changes regions, then makes the paths of the tenant right. Parents must be among the rows or known, and
   * no row may be its own ancestor. Returns the codes of the known regions whose path has changed.
   */
  async put(tx: Queryable, tenant: string, regions: Roster['regions']): Promise<string[]> {
    await inChunks(regions, async (chunk) => {
      await tx.query(
        `INSERT INTO regions AS r (tenant, code, parent, level, name_zh, name_en, valid_from, valid_to, path)
         SELECT $1, code, parent, level, name->>'zh', name->>'en', "validFrom", "validTo", '{}'
         FROM jsonb_to_recordset($2::jsonb)
           AS row(code text, parent text, level text, name jsonb, "validFrom" date, "validTo" date)
         ON CONFLICT (tenant, code) DO UPDATE SET parent = excluded.parent, level = excluded.level,
           name_zh = excluded.name_zh, name_en = excluded.name_en,
           valid_from = excluded.valid_from, valid_to = excluded.valid_to
         WHERE (r.parent, r.level, r.name_zh, r.name_en, r.valid_from, r.valid_to) IS DISTINCT FROM
           (excluded.parent, excluded.level, excluded.name_zh, excluded.name_en, excluded.valid_from, excluded.valid_to)`,
        [tenant, recordset(chunk)],
      );
    });
    const moved = await tx.query<{ code: string }>(
      `WITH RECURSIVE tree AS (
         SELECT code, ARRAY[code] AS path FROM regions WHERE tenant = $1 AND parent IS NULL
         UNION ALL
         SELECT r.code, tree.path || r.code FROM regions r JOIN tree ON r.parent = tree.code WHERE r.tenant = $1
       ), before AS (SELECT code, path FROM regions WHERE tenant = $1),
       changed AS (
         UPDATE regions r SET path = tree.path FROM tree
         WHERE r.tenant = $1 AND r.code = tree.code AND r.path IS DISTINCT FROM tree.path RETURNING r.code
       )
       SELECT code FROM changed JOIN before USING (code) WHERE cardinality(before.path) > 0`,
      [tenant],
    );
    return moved.map(({ code }) => code);
  }
}
