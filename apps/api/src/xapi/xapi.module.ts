import { type DynamicModule, Module } from '@nestjs/common';
import { AboutController } from './about.controller.js';
import { recordStoreDependencies, type RecordStoreDependencies } from './record-store.dependencies.js';
import { RecordStore } from './record-store.js';
import { StatementPresenter } from './statement-presenter.js';
import { StatementReader } from './statement-reader.js';
import { StatementsController } from './statements.controller.js';
import { StoredClock } from './stored-clock.js';

/** The record store's resources under /xapi. */
@Module({})
export class XapiModule {
  static with(dependencies: RecordStoreDependencies): DynamicModule {
    return {
      module: XapiModule,
      controllers: [AboutController, StatementsController],
      providers: [
        RecordStore,
        StatementPresenter,
        StatementReader,
        StoredClock,
        { provide: recordStoreDependencies, useValue: dependencies },
      ],
    };
  }
}
