import { NudgeRule } from '#libs/contracts';
import type { Queryable } from '../postgres.js';
import { one } from './rows.js';

/** A rule as it is in force. */
export interface StoredNudgeRule {
  readonly rule: NudgeRule;
  /** 1 = the first; grows by one with each change. */
  readonly version: number;
  /** Of the assignment to arms; stays the same in all versions. */
  readonly salt: string;
  /** Secret of the webhook, sealed under the tenant's key. */
  readonly sealedSecret: Buffer;
}

interface RuleRow {
  readonly definition: unknown;
  readonly version: number;
  readonly salt: string;
  readonly sealedSecret: Buffer;
}

const columns = `definition, version, salt, sealed_secret AS "sealedSecret"`;

/** Writer of `nudge_rules`. */
export class NudgeRuleStore {
  constructor(private readonly db: Queryable) {}

  /** Rules of the tenant in their newest versions, by code. */
  async all(tenant: string): Promise<StoredNudgeRule[]> {
    const rows = await this.db.query<RuleRow>(
      `SELECT DISTINCT ON (code) ${columns} FROM nudge_rules WHERE tenant = $1 ORDER BY code, version DESC`,
      [tenant],
    );
    return rows.map(ruleOf);
  }

  async find(tenant: string, code: string, db: Queryable = this.db): Promise<StoredNudgeRule | null> {
    const [row] = await db.query<RuleRow>(
      `SELECT ${columns} FROM nudge_rules WHERE tenant = $1 AND code = $2 ORDER BY version DESC LIMIT 1`,
      [tenant, code],
    );
    return row === undefined ? null : ruleOf(row);
  }

  /**
   * Adds the next version. The salt of the first version stays.
   * @throws PostgresQueryError 23505 where somebody else has added a version meanwhile.
   */
  async add(tenant: string, rule: NudgeRule, salt: string, sealedSecret: Buffer): Promise<StoredNudgeRule> {
    const rows = await this.db.query<RuleRow>(
      `INSERT INTO nudge_rules (tenant, code, version, definition, salt, sealed_secret)
       SELECT $1, $2, COALESCE(max(version), 0) + 1, $3::jsonb, COALESCE(min(salt), $4), $5
       FROM nudge_rules WHERE tenant = $1 AND code = $2
       RETURNING ${columns}`,
      [tenant, rule.code, JSON.stringify(rule), salt, sealedSecret],
    );
    return ruleOf(one(rows));
  }
}

function ruleOf({ definition, ...rest }: RuleRow): StoredNudgeRule {
  return { rule: NudgeRule.parse(definition), ...rest };
}
