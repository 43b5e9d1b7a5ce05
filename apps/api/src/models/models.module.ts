import { Module } from '@nestjs/common';
import { ModelController } from './model.controller.js';
import { ModelListService } from './model-list.service.js';
import { ModelWatchService } from './model-watch.service.js';
import { PromotionPreviewService } from './promotion-preview.service.js';
import { PromotionService } from './promotion.service.js';

@Module({
  controllers: [ModelController],
  providers: [ModelListService, ModelWatchService, PromotionPreviewService, PromotionService],
})
export class ModelsModule {}
