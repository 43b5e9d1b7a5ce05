import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import * as z from 'zod';
import {
  ModelCard,
  modelKinds,
  ModelList,
  ModelWatchAnswer,
  PromoteModel,
  PromotionPreview,
} from '#libs/contracts';
import { Access, CurrentReader } from '../access/access.decorator.js';
import type { Reader } from '../access/caller.js';
import type { ApiStores } from '../api-stores.js';
import { modelCard } from '../../../host/src/index.js';
import { FromRoot } from '../from-root.js';
import { notFound } from '../http/problem.js';
import { Answer } from '../http/answer.decorator.js';
import { ModelListService } from './model-list.service.js';
import { ModelWatchService } from './model-watch.service.js';
import { PromotionPreviewService } from './promotion-preview.service.js';
import { PromotionService } from './promotion.service.js';

const Kind = z.object({ kind: z.enum(modelKinds).default('risk') });

@Controller('v1/models')
export class ModelController {
  constructor(
    @FromRoot('stores') private readonly stores: ApiStores,
    private readonly lists: ModelListService,
    private readonly promotion: PromotionService,
    private readonly previews: PromotionPreviewService,
    private readonly watches: ModelWatchService,
  ) {}

  @Get()
  @Access({ roles: ['admin', 'manager', 'researcher', 'operator'], scopes: ['risk:read', 'research:read'] })
  @Answer(ModelList, { polled: true })
  list(@CurrentReader() { tenant }: Reader): Promise<ModelList> {
    return this.lists.list(tenant);
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

  /** Of risk models: whose level would be another. */
  @Get(':version/promotion')
  @Access({ roles: ['admin'], scopes: ['admin'], control: true, wholeTenant: true })
  @Answer(PromotionPreview)
  preview(@CurrentReader() { tenant }: Reader, @Param('version') version: string): Promise<PromotionPreview> {
    return this.previews.preview(tenant, version);
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
