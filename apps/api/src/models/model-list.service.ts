import { Injectable } from '@nestjs/common';
import type { ModelList } from '#libs/contracts';
import type { ModelKind, ModelSummary, Promotion, WatchedFigures } from '#libs/postgres';
import { promotionTold } from '../../../host/src/index.js';
import type { ApiStores } from '../api-stores.js';
import { FromRoot } from '../from-root.js';

type Row = ModelList['models'][number];

/** Every version of the registry, with who made it score and how it has fared here. */
@Injectable()
export class ModelListService {
  constructor(@FromRoot('stores') private readonly stores: ApiStores) {}

  async list(tenant: string): Promise<ModelList> {
    const { riskModels, masteryModels, promotions, modelWatches } = this.stores;
    const [risk, mastery, promoted, figures] = await Promise.all([
      riskModels.list(tenant),
      masteryModels.list(tenant),
      promotions.list(tenant),
      modelWatches.figures(tenant),
    ]);
    const watched = new Map(figures.map((one) => [one.version, one]));
    const last = (kind: ModelKind, version: string): Promotion | undefined =>
      promoted.find((one) => one.kind === kind && one.version === version);
    return {
      models: [
        ...risk.map((one) => shown('risk', one, last('risk', one.version), watched.get(one.version))),
        ...mastery.map((one) => shown('mastery', one, last('mastery', one.version))),
      ],
    };
  }
}

function shown(
  kind: ModelKind,
  { version, status, createdAt, trainedOn, metrics, origin, note }: ModelSummary,
  promotion?: Promotion,
  figures?: WatchedFigures,
): Row {
  return {
    version,
    kind,
    status,
    createdAt: createdAt.toISOString(),
    trainedOn: [...trainedOn],
    metrics,
    origin,
    note,
    promoted: promotion ? promotionTold(promotion) : null,
    watched: figures
      ? { watchedOn: figures.watchedOn, horizon: figures.horizon, figures: figures.figures }
      : null,
  };
}
