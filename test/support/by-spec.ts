import type { PromotedBy } from '#libs/postgres';

/** Whoever promotes a model in a spec. */
export const bySpec: PromotedBy = {
  at: new Date('2026-11-24T03:00:00Z'),
  actorKind: 'system',
  actor: 'spec',
  why: 'asked for by a spec',
};
