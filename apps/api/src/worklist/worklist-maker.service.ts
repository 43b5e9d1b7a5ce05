import { Injectable } from '@nestjs/common';
import type { ClickHouse } from '#libs/clickhouse';
import { type Postgres, wholeTenant, type WorkItemRow } from '#libs/postgres';
import { scopeParameters } from '../access/scope-parameters.js';
import type { ApiStores } from '../api-stores.js';
import type { TenantMoment } from '../api-dependencies.js';
import { FromRoot } from '../from-root.js';
import { chanceOf, reasonsOf } from '../risk/current-score.js';
import { barParameters, type BarsOf } from '../risk/risk-bars.service.js';
import { type Candidate, makeList } from './make-list.js';
import { Shown, shownReasons } from './shown.js';
import { worklistCandidates } from './worklist.query.js';

/** Rows of a manager's list: what one person can call in a day. */
export const capacity = 15;
/** Who was tried within so many days is not listed again, unless a call was promised. */
const restDays = 3;

/**
 * Makes the items of a tenant's day, once, for everybody: they are ranked over the whole tenant, and each manager's list
 * is the first of them within the own subtree. So lists of overlapping subtrees agree, and none of them jumps while
 * somebody works on it. A day without any candidate is tried again at the next look.
 */
@Injectable()
export class WorklistMaker {
  constructor(
    @FromRoot('clickhouse') private readonly clickhouse: ClickHouse,
    @FromRoot('postgres') private readonly postgres: Postgres,
    @FromRoot('stores') private readonly stores: ApiStores,
  ) {}

  /** @param runs IRIs of the runs that are going on */
  async ensure(moment: TenantMoment, runs: readonly string[], bars: BarsOf): Promise<void> {
    if (await this.isMade(moment)) return;
    // Of many who open the page at once, one makes the list and the others wait for it.
    await this.postgres.withAdvisoryLock(`worklist ${moment.id}`, async () => {
      if (!(await this.isMade(moment))) await this.make(moment, runs, bars);
    });
  }

  private async isMade({ id, today }: TenantMoment): Promise<boolean> {
    const { at } = await this.stores.watermarks.get(watermark(id));
    return at !== null && at.getTime() >= Date.parse(today);
  }

  private async make(moment: TenantMoment, runs: readonly string[], bars: BarsOf): Promise<void> {
    const { id: tenant, now, today } = moment;
    const { workItems, watermarks } = this.stores;
    const [promised, atRisk] = await Promise.all([
      workItems.followUps(tenant, wholeTenant, today),
      this.atRisk(moment, runs, bars),
    ]);
    const tried = await workItems.lastContacts(
      tenant,
      atRisk.map(({ learnerPid }) => learnerPid),
    );
    const restUntil = new Date(now.getTime() - restDays * 86_400_000);
    const list = makeList(
      promised.flatMap((item) => followUp(item, now) ?? []),
      atRisk,
      tried,
      restUntil,
    );
    if (list.length === 0) return;
    await workItems.propose(tenant, today, list, now);
    await watermarks.advance(watermark(tenant), { at: new Date(today) });
  }

  private async atRisk(
    { id: tenant, now, today }: TenantMoment,
    runs: readonly string[],
    bars: BarsOf,
  ): Promise<Candidate[]> {
    if (runs.length === 0) return [];
    const rows = await this.clickhouse.query(worklistCandidates, {
      ...scopeParameters(tenant, wholeTenant),
      ...barParameters(runs, bars, today),
      now: now.toISOString(),
      capacity,
      onDuty: await this.stores.duties.away(tenant, today),
    });
    const codes = new Map((await this.stores.catalogue.runs(tenant)).map(({ iri, code }) => [iri, code]));
    return rows.flatMap((row) => {
      const chance = chanceOf({ ...row, horizon: '14' }, bars(row.run, '14'));
      if (chance === null) return [];
      const of = { learner: row.learner_pid, run: codes.get(row.run) ?? row.run };
      const reasons = reasonsOf(row, of).slice(0, shownReasons);
      const shown = { madeAt: now.toISOString(), followUpOn: null, chance, reasons };
      return { run: row.run, learnerPid: row.learner_pid, shown };
    });
  }
}

const watermark = (tenant: string): string => `worklist ${tenant}`;

/** null where the item was kept in a form that this version does not know. */
function followUp({ run, learnerPid, shown, outcome }: WorkItemRow, now: Date): Candidate | null {
  const before = Shown.safeParse(shown);
  if (!before.success) return null;
  return {
    run,
    learnerPid,
    shown: { ...before.data, madeAt: now.toISOString(), followUpOn: outcome?.followUpOn ?? null },
  };
}
