import { Injectable } from '@nestjs/common';
import type { LearnerPid } from '#libs/contracts';
import type { Clock } from '#libs/postgres';
import type { ApiStores } from '../api-stores.js';
import { FromRoot } from '../from-root.js';
import { actorOf, type Reader } from './caller.js';

/** Pages ask again every minute: looks of one person at one learner within this time are one. */
const oneLookMs = 10 * 60_000;

/** Writes down who saw or did what about whom, in real time. */
@Injectable()
export class AuditTrail {
  constructor(
    @FromRoot('stores') private readonly stores: ApiStores,
    @FromRoot('clock') private readonly clock: Clock,
  ) {}

  /** @param details never an identity, never what was searched for */
  async record(
    reader: Reader,
    action: string,
    learnerPid: LearnerPid | null,
    details: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const entry = { at: this.clock(), ...actorOf(reader.caller), action, learnerPid, details };
    await this.stores.audit.append(reader.tenant, entry);
  }

  async recordLook(
    reader: Reader,
    learnerPid: LearnerPid,
    details: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { actor } = actorOf(reader.caller);
    const { rows } = await this.stores.audit.list(
      reader.tenant,
      { learnerPid, actor },
      { limit: 20, cursor: null },
    );
    const since = this.clock().getTime() - oneLookMs;
    if (!rows.some(({ action, at }) => action === 'learner.viewed' && at.getTime() > since))
      await this.record(reader, 'learner.viewed', learnerPid, details);
  }
}
