import { Injectable } from '@nestjs/common';
import type { NudgeLedger, NudgeOutcome, NudgeRow } from '#libs/contracts';
import type { NudgeFilter } from '#libs/postgres';
import { readLedger, recordOutcome } from '#pipelines/nudging';
import type { Reader } from '../access/caller.js';
import { ReachService } from '../access/reach.service.js';
import type { TenantClock } from '../api-dependencies.js';
import type { ApiStores } from '../api-stores.js';
import { FromRoot } from '../from-root.js';
import { notFound } from '../http/problem.js';

export interface LedgerFilter {
  readonly state?: NudgeFilter['state'] | undefined;
  readonly learner?: NudgeFilter['learner'] | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

@Injectable()
export class NudgeService {
  constructor(
    @FromRoot('stores') private readonly stores: ApiStores,
    @FromRoot('tenantClock') private readonly clockOf: TenantClock,
    private readonly reach: ReachService,
  ) {}

  async ledger(reader: Reader, { state, learner, limit, cursor }: LedgerFilter): Promise<NudgeLedger> {
    const { nudgeRules: rules, nudgeLedger: ledger } = this.stores;
    const now = async (tenant: string): Promise<Date> => (await this.clockOf.moment(tenant)).now;
    const page = await readLedger({ rules, ledger, now }, reader.tenant, reader.scope, {
      limit,
      cursor: cursor ?? null,
      ...(state === undefined ? {} : { state }),
      ...(learner === undefined ? {} : { learner }),
    });
    return { ...page, rows: await this.named(reader, page.rows) };
  }

  async one(reader: Reader, id: string): Promise<NudgeRow> {
    const row = await this.stores.nudgeLedger.find(reader.tenant, reader.scope, id);
    const [named] = row === null ? [] : await this.named(reader, [row]);
    if (named === undefined) throw notFound();
    return named;
  }

  async recordOutcome(reader: Reader, id: string, outcome: NudgeOutcome): Promise<void> {
    const receipt = await recordOutcome(this.stores.nudgeLedger, reader.tenant, id, outcome);
    if (receipt === 'unknown-nudge') throw notFound();
  }

  /** The ledger keeps no names; who may see them gets them from the vault. */
  private async named(reader: Reader, rows: readonly NudgeRow[]): Promise<NudgeRow[]> {
    const people = await this.reach.people(reader, [...new Set(rows.map(({ learner }) => learner.pid))]);
    return rows.map((row) => ({
      ...row,
      learner: { ...row.learner, name: people.get(row.learner.pid)?.name ?? null },
    }));
  }
}
