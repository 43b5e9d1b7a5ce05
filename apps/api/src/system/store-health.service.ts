import { Injectable } from '@nestjs/common';
import type { SystemStatus } from '#libs/contracts';
import type { Readiness } from '../../../host/src/index.js';
import { FromRoot } from '../from-root.js';

/** Asks the stores whether they are there. */
@Injectable()
export class StoreHealth {
  constructor(@FromRoot('readiness') private readonly readiness: Readiness) {}

  async check(): Promise<SystemStatus['stores']> {
    const checks = await this.readiness();
    // told only where it is not as it should be: in a process that handles its own messages it always is
    return checks.filter(({ name, ok }) => name !== 'bus' || !ok);
  }
}
