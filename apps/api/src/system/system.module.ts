import { Module } from '@nestjs/common';
import { ReplayController } from './replay.controller.js';
import { SystemController } from './system.controller.js';
import { SystemService } from './system.service.js';

@Module({ controllers: [SystemController, ReplayController], providers: [SystemService] })
export class SystemModule {}
