import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import * as z from 'zod';
import { ModelCard, modelKinds, ModelList, ModelWatchAnswer, PromoteModel } from '#libs/contracts';
import type { ModelKind, ModelSummary } from '#libs/postgres';
import { Access, CurrentReader } from '../access/access.decorator.js';
import type { Reader } from '../access/caller.js';
import type { ApiStores } from '../api-stores.js';
import { modelCard } from '../../../host/src/index.js';
import { FromRoot } from '../from-root.js';
import { notFound } from '../http/problem.js';
import { Answer } from '../http/answer.decorator.js';
import { ModelWatchService } from './model-watch.service.js';
import { PromotionService } from './promotion.service.js';

const Kind = z.object({ kind: z.enum(modelKinds).default('risk') });

@Controller('v1/models')
export class ModelController {
  constructor(
    @FromRoot('stores') private readonly stores: ApiStores,
    private readonly promotion: PromotionService,
    private readonly watches: ModelWatchService,
  ) {}

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

  @Get(':version/card')
  @Access({ roles: ['admin', 'manager', 'researcher', 'operator'], scopes: ['risk:read', 'research:read'] })
  @Answer(ModelCard)
  async card(
    @CurrentReader() { tenant }: Reader,
    @Param('version') version: string,
    @Query({ schema: Kind }) { kind }: z.infer<typeof Kind>,
  ): Promise<ModelCard> {
    const card = await modelCard(this.stores, tenant, kind, version);
    if (card === null) throw notFound();
    return card;
  }

  /** Of risk models: drift, calibration in time, fairness. */
  @Get(':version/watch')
  @Access({ roles: ['admin', 'manager', 'researcher', 'operator'], scopes: ['risk:read', 'research:read'] })
  @Answer(ModelWatchAnswer, { polled: true })
  watch(@CurrentReader() reader: Reader, @Param('version') version: string): Promise<ModelWatchAnswer> {
    return this.watches.watch(reader, version);
  }

  /** Makes a version the one that scores; also the way back. */
  @Post(':version/promote')
  @HttpCode(200)
  @Access({ roles: ['admin'], scopes: ['admin'], control: true, wholeTenant: true })
  @Answer(ModelCard)
  promote(
    @CurrentReader() reader: Reader,
    @Param('version') version: string,
    @Body({ schema: PromoteModel }) order: PromoteModel,
  ): Promise<ModelCard> {
    return this.promotion.promote(reader, version, order);
  }
}

const shownAs =
  (kind: ModelKind) =>
  ({
    version,
    status,
    createdAt,
    trainedOn,
    metrics,
    origin,
    note,
  }: ModelSummary): ModelList['models'][number] => ({
    version,
    kind,
    status,
    createdAt: createdAt.toISOString(),
    trainedOn: [...trainedOn],
    metrics,
    origin,
    note,
  });
