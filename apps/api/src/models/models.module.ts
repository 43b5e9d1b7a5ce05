import { Module } from '@nestjs/common';
import { ModelController } from './model.controller.js';
import { ModelWatchService } from './model-watch.service.js';
import { PromotionService } from './promotion.service.js';

@Module({ controllers: [ModelController], providers: [PromotionService, ModelWatchService] })
export class ModelsModule {}
