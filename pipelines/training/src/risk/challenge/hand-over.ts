import type { PromotionReason } from '#libs/contracts';
import type { ModelStore, ModelTrial, Tenant } from '#libs/postgres';

/** Whose models are tried, and when. */
export interface TrialMoment extends Pick<Tenant, 'id' | 'modelPromotion'> {
  /** The tenant's clock. */
  readonly now: Date;
  readonly today: string;
}

/** What was shown to be better takes over by rule, or waits for a person, as the tenant wants it. */
export async function handOver(
  models: Pick<ModelStore, 'promote'>,
  { id: tenant, modelPromotion, now }: TrialMoment,
  successor: string,
  why: PromotionReason,
): Promise<Exclude<ModelTrial['decision'], 'kept'>> {
  if (modelPromotion === 'person') return 'proposed';
  await models.promote(tenant, successor, {
    at: now,
    actorKind: 'rule',
    actor: 'champion and challenger',
    why,
  });
  return 'promoted';
}
