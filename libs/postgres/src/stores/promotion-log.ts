import type { PromotionReason } from '#libs/contracts';
import { writeJson } from '#libs/models';
import type { Postgres, Queryable } from '../postgres.js';

export type ModelKind = 'risk' | 'mastery';

/** Who makes a model the one that scores, and why. */
export interface PromotedBy {
  readonly at: Date;
  /** `rule`: nobody was asked. */
  readonly actorKind: 'user' | 'key' | 'system' | 'rule';
  /** Account, id of the key, or the name of the rule or process. */
  readonly actor: string;
  /** In words of their own; or, where nobody has put it into words, what a rule saw. */
  readonly why: string | PromotionReason;
}
export interface Promotion extends PromotedBy {
  readonly kind: ModelKind;
  readonly version: string;
  /** What scored until then; null = nothing did. */
  readonly previous: string | null;
}

/** Within the transaction that promotes. */
export async function logPromotion(tx: Queryable, tenant: string, promotion: Promotion): Promise<void> {
  const { kind, version, previous, at, actorKind, actor, why } = promotion;
  await tx.query(
    `INSERT INTO model_promotions (tenant, kind, version, previous, at, actor_kind, actor, why, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[tenant, kind, version, previous, at, actorKind, actor],
      ...(typeof why === 'string' ? [why, null] : ['', writeJson(why)]),
    ],
  );
}

/** Reads `model_promotions`, which only grows. */
export class PromotionLog {
  constructor(private readonly postgres: Pick<Postgres, 'query'>) {}

  /** Newest first. */
  list(tenant: string): Promise<Promotion[]> {
    return this.postgres.query(
      `SELECT kind, version, previous, at, actor_kind AS "actorKind", actor, coalesce(reason, to_jsonb(why)) AS why
       FROM model_promotions
       WHERE tenant = $1 ORDER BY id DESC`,
      [tenant],
    );
  }
}
