import { Injectable } from '@nestjs/common';
import type { ModelCard, PromoteModel } from '#libs/contracts';
import { modelCard } from '../../../host/src/index.js';
import { AuditTrail } from '../access/audit-trail.service.js';
import { actorOf, type Reader } from '../access/caller.js';
import type { TenantClock } from '../api-dependencies.js';
import type { ApiStores } from '../api-stores.js';
import { FromRoot } from '../from-root.js';
import { notFound } from '../http/problem.js';

/** A person makes a model the one that scores. */
@Injectable()
export class PromotionService {
  constructor(
    @FromRoot('stores') private readonly stores: ApiStores,
    @FromRoot('tenantClock') private readonly tenantClock: TenantClock,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws ProblemException where there is no such version */
  async promote(reader: Reader, version: string, { kind, why }: PromoteModel): Promise<ModelCard> {
    const { tenant, caller } = reader;
    const registry = kind === 'risk' ? this.stores.riskModels : this.stores.masteryModels;
    const { now } = await this.tenantClock.moment(tenant);
    if (!(await registry.promote(tenant, version, { at: now, ...actorOf(caller), why }))) throw notFound();
    await this.audit.record(reader, 'model.promoted', null, { kind, version });
    const card = await modelCard(this.stores, tenant, kind, version);
    if (card === null) throw notFound();
    return card;
  }
}
