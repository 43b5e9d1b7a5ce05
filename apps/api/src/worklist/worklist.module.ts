import { Module } from '@nestjs/common';
import { WorkItemService } from './work-item.service.js';
import { WorklistMaker } from './worklist-maker.service.js';
import { WorklistController } from './worklist.controller.js';
import { WorklistService } from './worklist.service.js';

@Module({ controllers: [WorklistController], providers: [WorkItemService, WorklistMaker, WorklistService] })
export class WorklistModule {}
