import type { ModelStore, NewModel } from '#libs/postgres';

/**
 * Lets the shipped baseline score where a tenant has no model of its own in use; a newer one takes the place of an older.
 * @returns whether anything changed
 */
export async function keepBaseline(
  models: Pick<ModelStore, 'list' | 'add' | 'promote'>,
  tenant: string,
  baseline: NewModel,
  now: Date,
): Promise<boolean> {
  const active = (await models.list(tenant)).find(({ status }) => status === 'active');
  if (active !== undefined && (active.origin !== 'baseline' || active.version === baseline.version))
    return false;
  await models.add(tenant, { ...baseline, createdAt: now });
  return models.promote(tenant, baseline.version, {
    at: now,
    actorKind: 'rule',
    actor: 'shipped baseline',
    why: { code: active === undefined ? 'no-model' : 'newer-baseline' },
  });
}
