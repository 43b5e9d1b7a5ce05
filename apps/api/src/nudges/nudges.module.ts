import { Module } from '@nestjs/common';
import { NudgeController } from './nudge.controller.js';
import { NudgeService } from './nudge.service.js';

@Module({ controllers: [NudgeController], providers: [NudgeService] })
export class NudgesModule {}
