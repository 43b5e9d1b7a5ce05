import { Controller, Get } from '@nestjs/common';
import { ModelList } from '#libs/contracts';
import type { ModelKind, ModelSummary } from '#libs/postgres';
import { Access, CurrentReader } from '../access/access.decorator.js';
import type { Reader } from '../access/caller.js';
import type { ApiStores } from '../api-stores.js';
import { FromRoot } from '../from-root.js';
import { Answer } from '../http/answer.decorator.js';

@Controller('v1/models')
export class ModelController {
  constructor(@FromRoot('stores') private readonly stores: ApiStores) {}

  @Get()
  @Access({ roles: ['admin', 'manager', 'researcher', 'operator'], scopes: ['risk:read', 'research:read'] })
  @Answer(ModelList, { polled: true })
  async list(@CurrentReader() { tenant }: Reader): Promise<ModelList> {
    const [risk, mastery] = await Promise.all([
      this.stores.riskModels.list(tenant),
      this.stores.masteryModels.list(tenant),
    ]);
    return { models: [...risk.map(shownAs('risk')), ...mastery.map(shownAs('mastery'))] };
  }
}

const shownAs =
  (kind: ModelKind) =>
  ({ version, status, createdAt, trainedOn, metrics }: ModelSummary): ModelList['models'][number] => ({
    version,
    kind,
    status,
    createdAt: createdAt.toISOString(),
    trainedOn: [...trainedOn],
    metrics,
  });
