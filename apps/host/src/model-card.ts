import type { ModelCard, TrialFigure } from '#libs/contracts';
import type { ModelKind } from '#libs/postgres';
import type { DomainStores } from './domain-stores.js';
import { promotionTold } from './promotion-told.js';

/** All that the registry keeps of a version but the model itself; null where there is none. */
export async function modelCard(
  stores: Pick<DomainStores, 'riskModels' | 'masteryModels' | 'promotions' | 'modelTrials'>,
  tenant: string,
  kind: ModelKind,
  version: string,
): Promise<ModelCard | null> {
  const registry = kind === 'risk' ? stores.riskModels : stores.masteryModels;
  const model = (await registry.list(tenant)).find((one) => one.version === version);
  if (model === undefined) return null;
  const promotions = await stores.promotions.list(tenant);
  const trials = kind === 'risk' ? await stores.modelTrials.list(tenant) : [];
  const { featureVersions, trainedOn, features, createdAt, ...rest } = model;
  return {
    ...rest,
    kind,
    createdAt: createdAt.toISOString(),
    trainedOn: [...trainedOn],
    features: features.map((name) => ({ name, version: featureVersions[name] ?? '' })),
    promotions: promotions
      .filter((one) => one.kind === kind && (one.version === version || one.previous === version))
      .map((one) => ({ version: one.version, previous: one.previous, ...promotionTold(one) })),
    trials: trials
      .filter((one) => [one.champion, one.challenger, one.successor].includes(version))
      .map(({ at, trainedOn: runs, figures, ...one }) => ({
        ...one,
        at: at.toISOString(),
        trainedOn: [...runs],
        figures: figures as TrialFigure[],
      })),
  };
}
