import { Injectable } from '@nestjs/common';
import * as z from 'zod';
import type { ClickHouse } from '#libs/clickhouse';
import { LearnerPid, type LearnerPage } from '#libs/contracts';
import type { Run } from '#libs/postgres';
import { AuditTrail } from '../access/audit-trail.service.js';
import type { Reader } from '../access/caller.js';
import { ReachService } from '../access/reach.service.js';
import { scopeParameters } from '../access/scope-parameters.js';
import type { ApiStores } from '../api-stores.js';
import { daysBetween, weekOf } from '../calendar/days.js';
import type { TenantClock } from '../api-dependencies.js';
import { isActive, runSummary } from '../courses/run-summary.js';
import { FromRoot } from '../from-root.js';
import { readCursor, writeCursor } from '../http/cursor.js';
import { abstentionOf, chanceOf } from '../risk/current-score.js';
import { barParameters, RiskBarsService } from '../risk/risk-bars.service.js';
import { lastSigns, learnerCount, learnerPage } from './learner-list.query.js';

export interface LearnerListFilter {
  readonly region?: string | undefined;
  readonly run?: string | undefined;
  readonly level?: string | undefined;
  /** Whole name, pinyin initials or code. */
  readonly q?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const Place = z.tuple([z.number(), z.string(), z.string()]);

@Injectable()
export class LearnerListService {
  constructor(
    @FromRoot('clickhouse') private readonly clickhouse: ClickHouse,
    @FromRoot('stores') private readonly stores: ApiStores,
    private readonly reach: ReachService,
    @FromRoot('tenantClock') private readonly clockOf: TenantClock,
    private readonly bars: RiskBarsService,
    private readonly audit: AuditTrail,
  ) {}

  async page(reader: Reader, filter: LearnerListFilter): Promise<LearnerPage> {
    const { tenant } = reader;
    const [{ now, today }, scope] = await Promise.all([
      this.clockOf.moment(tenant),
      this.reach.scope(reader, filter.region),
    ]);
    const runs = await this.runs(tenant, filter.run, today);
    const pids = filter.q === undefined ? [] : await this.found(reader, filter.q);
    if (pids === null || runs.size === 0)
      return { asOf: now.toISOString(), rows: [], nextCursor: null, total: 0 };
    const bars = await this.bars.of(tenant, [...runs.keys()], today);
    const asked = {
      ...scopeParameters(tenant, scope),
      ...barParameters([...runs.keys()], bars, today),
      pids,
      level: filter.level ?? '',
    };
    const [afterRank, afterRun, afterPid] =
      filter.cursor === undefined ? [0, '', ''] : readCursor(filter.cursor, Place);
    const [read, [count]] = await Promise.all([
      this.clickhouse.query(learnerPage, {
        ...asked,
        afterRank,
        afterRun,
        afterPid,
        limit: filter.limit + 1,
      }),
      this.clickhouse.query(learnerCount, asked),
    ]);
    const shown = read.slice(0, filter.limit);
    const last = shown.at(-1);
    const shownPids = shown.map((row) => row.learner_pid);
    const [people, signs] = await Promise.all([
      this.reach.people(reader, shownPids),
      this.signs(tenant, [...runs.keys()], shownPids),
    ]);
    return {
      asOf: now.toISOString(),
      rows: shown.flatMap((row) => {
        const run = runs.get(row.run);
        const learner = people.get(row.learner_pid);
        if (run === undefined || learner === undefined) return [];
        const sign = signs.get(`${row.learner_pid} ${row.run}`);
        const chance = row.learns ? chanceOf({ ...row, horizon: '14' }, bars(row.run, '14')) : null;
        return {
          learner,
          run: runSummary(run, today),
          status: row.status,
          week: weekOf(row.start_day, today),
          syncedAt: sign?.synced_at ?? null,
          lastActiveDay: sign?.last_day ?? null,
          chance,
          abstention:
            chance === null
              ? abstentionOf(
                  row.learns ? row.abstained : 'not-in-population',
                  daysBetween(row.start_day, today),
                )
              : null,
        };
      }),
      nextCursor:
        read.length > filter.limit && last !== undefined
          ? writeCursor([last.rank, last.run, last.learner_pid])
          : null,
      total: count?.total ?? 0,
    };
  }

  /** The run asked for; else those going on; else, where all is past, all. */
  private async runs(tenant: string, asked: string | undefined, today: string): Promise<Map<string, Run>> {
    const all =
      asked === undefined ? await this.stores.catalogue.runs(tenant) : [await this.reach.run(tenant, asked)];
    const active = all.filter((run) => isActive(run, today));
    return new Map((active.length > 0 ? active : all).map((run) => [run.iri, run]));
  }

  /** null where nobody is found. Who looks for whom by name is written down, without the name. */
  private async found(reader: Reader, text: string): Promise<string[] | null> {
    const code = LearnerPid.safeParse(text.trim().toLowerCase());
    const pids = code.success ? [code.data] : await this.stores.vault.findByName(reader.tenant, text);
    await this.audit.record(reader, 'learner.searched', code.success ? code.data : null, {
      found: pids.length,
    });
    return pids.length === 0 ? null : pids;
  }

  private async signs(tenant: string, runs: string[], pids: string[]) {
    const rows = pids.length === 0 ? [] : await this.clickhouse.query(lastSigns, { tenant, runs, pids });
    return new Map(rows.map((row) => [`${row.learner_pid} ${row.run}`, row]));
  }
}
