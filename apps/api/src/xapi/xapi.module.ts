import { type DynamicModule, Module } from '@nestjs/common';
import { AboutController } from './about.controller.js';
import { ActivitiesController } from './activities.controller.js';
import { AgentsController } from './agents.controller.js';
import { ActivityProfileController } from './documents/activity-profile.controller.js';
import { AgentProfileController } from './documents/agent-profile.controller.js';
import { DocumentService } from './documents/document.service.js';
import { StateController } from './documents/state.controller.js';
import { PersonService } from './person.service.js';
import { recordStoreDependencies, type RecordStoreDependencies } from './record-store.dependencies.js';
import { XapiFrame } from './frame/xapi-frame.guard.js';
import { StatementLookup } from './lookup/statement-lookup.js';
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
      controllers: [
        AboutController,
        StatementsController,
        ActivitiesController,
        AgentsController,
        StateController,
        ActivityProfileController,
        AgentProfileController,
      ],
      providers: [
        RecordStore,
        StatementLookup,
        StatementPresenter,
        StatementReader,
        StoredClock,
        DocumentService,
        PersonService,
        XapiFrame,
        { provide: recordStoreDependencies, useValue: dependencies },
      ],
    };
  }
}
