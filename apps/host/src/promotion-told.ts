import type { ModelCard } from '#libs/contracts';
import type { Promotion } from '#libs/postgres';
import { whyPromoted } from '#pipelines/training';

/** Who promoted and why, as answers tell it: in both languages, with the figures behind it where a rule saw them. */
export const promotionTold = ({
  at,
  actorKind,
  actor,
  why,
}: Promotion): Omit<ModelCard['promotions'][number], 'version' | 'previous'> => ({
  at: at.toISOString(),
  actorKind,
  actor,
  why: whyPromoted(why),
  reason: typeof why === 'string' ? null : why,
});
