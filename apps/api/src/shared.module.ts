import { type DynamicModule, Module } from '@nestjs/common';
import { AuditTrail } from './access/audit-trail.service.js';
import { Authenticator } from './access/authenticator.js';
import { ReachService } from './access/reach.service.js';
import { isSecure, SessionCookie } from './access/session-cookie.js';
import type { ApiDependencies } from './api-dependencies.js';
import { rootToken } from './from-root.js';
import { RiskBarsService } from './risk/risk-bars.service.js';
import { WhatIfService } from './risk/what-if.service.js';
import { StoreHealth } from './system/store-health.service.js';

const services = [AuditTrail, Authenticator, ReachService, RiskBarsService, StoreHealth, WhatIfService];

/** What the composition root has handed over, and the services that several domains need. */
@Module({})
export class SharedModule {
  static with(dependencies: ApiDependencies): DynamicModule {
    const names = Object.keys(dependencies) as (keyof ApiDependencies)[];
    const handed = names.map((name) => ({ provide: rootToken(name), useValue: dependencies[name] }));
    const cookie = {
      provide: SessionCookie,
      useValue: new SessionCookie(isSecure(dependencies.config)),
    };
    return {
      module: SharedModule,
      global: true,
      providers: [...handed, cookie, ...services],
      exports: [...handed.map(({ provide }) => provide), SessionCookie, ...services],
    };
  }
}
