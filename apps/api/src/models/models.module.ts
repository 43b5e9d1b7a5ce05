import { Module } from '@nestjs/common';
import { ModelController } from './model.controller.js';
import { PromotionService } from './promotion.service.js';

@Module({ controllers: [ModelController], providers: [PromotionService] })
export class ModelsModule {}
