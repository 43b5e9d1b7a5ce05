import { type DynamicModule, Module } from '@nestjs/common';
import { AboutController } from './about.controller.js';
import { recordStoreDependencies, type RecordStoreDependencies } from './record-store.dependencies.js';
import { XapiFrame } from './frame/xapi-frame.guard.js';
import { RecordStore } from './record-store.js';
import { StatementReader } from './statement-reader.js';
import { StatementsController } from './statements.controller.js';

/** The record store's resources under /xapi. */
@Module({})
export class XapiModule {
  static with(dependencies: RecordStoreDependencies): DynamicModule {
    return {
      module: XapiModule,
      controllers: [AboutController, StatementsController],
      providers: [
        RecordStore,
        StatementReader,
        XapiFrame,
        { provide: recordStoreDependencies, useValue: dependencies },
      ],
    };
  }
}
