import { Module } from '@nestjs/common';
import { ControlController } from './control.controller.js';
import { ImportController } from './import.controller.js';

@Module({ controllers: [ControlController, ImportController] })
export class JobsModule {}
