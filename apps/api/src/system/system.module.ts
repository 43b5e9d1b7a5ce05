import { Module } from '@nestjs/common';
import { LagWatch } from './lag-watch.service.js';
import { ReplayController } from './replay.controller.js';
import { SystemController } from './system.controller.js';
import { SystemService } from './system.service.js';

@Module({ controllers: [SystemController, ReplayController], providers: [SystemService, LagWatch] })
export class SystemModule {}
