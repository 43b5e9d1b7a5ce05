import { Module } from '@nestjs/common';
import { LearnerListService } from './learner-list.service.js';
import { LearnerController } from './learner.controller.js';
import { LearnerService } from './learner.service.js';

@Module({ controllers: [LearnerController], providers: [LearnerListService, LearnerService] })
export class LearnersModule {}
