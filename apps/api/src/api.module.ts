import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import type { EventBus } from '#libs/event-bus';
import { AccessGuard } from './access/access.guard.js';
import type { ApiDependencies } from './api-dependencies.js';
import { CoursesModule } from './courses/courses.module.js';
import { EventsModule } from './events/events.module.js';
import { HealthModule } from './health/health.module.js';
import { AnswerInterceptor } from './http/answer.interceptor.js';
import { ProblemFilter } from './http/problem.filter.js';
import { ValidationPipe } from './http/validation.pipe.js';
import { JobsModule } from './jobs/jobs.module.js';
import { LearnersModule } from './learners/learners.module.js';
import { ModelsModule } from './models/models.module.js';
import { NudgesModule } from './nudges/nudges.module.js';
import { PagesModule } from './pages/pages.module.js';
import { PrivacyModule } from './privacy/privacy.module.js';
import { RegionsModule } from './regions/regions.module.js';
import { RosterModule } from './roster/roster.module.js';
import { SessionModule } from './session/session.module.js';
import { SharedModule } from './shared.module.js';
import { SystemModule } from './system/system.module.js';
import { WorklistModule } from './worklist/worklist.module.js';
import { XapiModule } from './xapi/xapi.module.js';

/** How long what was acknowledged may not be readable yet: as old as the oldest statement that waits, and a bit. */
function behindMs(bus: Pick<EventBus, 'lag'>): number {
  const waiting = bus.lag().filter(({ topic }) => topic === 'statements');
  return 1000 * Math.max(0, ...waiting.map(({ oldestSeconds }) => oldestSeconds)) + storingMs;
}

/** A batch that is just being stored waits no longer, and is not there yet. */
const storingMs = 5000;

@Module({})
export class ApiModule {
  static with(dependencies: ApiDependencies): DynamicModule {
    const { intake, memory, bus, blobs, clickhouse, stores, keyring, tenantClock, publicUrl, config } =
      dependencies;
    const tenantOf = (id: string) => tenantClock.moment(id);
    return {
      module: ApiModule,
      imports: [
        SharedModule.with(dependencies),
        SessionModule,
        WorklistModule,
        LearnersModule,
        RegionsModule,
        CoursesModule,
        EventsModule,
        NudgesModule,
        ModelsModule,
        RosterModule,
        PrivacyModule,
        JobsModule,
        SystemModule,
        HealthModule,
        XapiModule.with({
          intake,
          blobs,
          blobKeys: stores.blobKeys,
          mostAttachmentBytes: config.maxAttachmentBytes,
          clickhouse,
          vault: stores.vault,
          personas: stores.personas,
          documents: stores.documents,
          canonical: stores.canonical,
          keyring,
          tenantOf,
          publicUrl,
          memory,
          // where others store, nobody waits for them: what is read is what the store has
          settled: () => (memory === null ? Promise.resolve() : bus.settled('statements')),
          behindMs: () => (memory === null ? behindMs(bus) : 0),
        }),
        // last: it answers every address that nobody else has
        PagesModule,
      ],
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useClass: ValidationPipe },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
