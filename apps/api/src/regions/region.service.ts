import { Injectable } from '@nestjs/common';
import type { ClickHouse } from '#libs/clickhouse';
import type { RegionOverview } from '#libs/contracts';
import type { Region, RegionScope } from '#libs/postgres';
import type { Reader } from '../access/caller.js';
import { ReachService } from '../access/reach.service.js';
import { scopeParameters } from '../access/scope-parameters.js';
import type { ApiStores } from '../api-stores.js';
import { addDays } from '../calendar/days.js';
import type { TenantClock, TenantMoment } from '../api-dependencies.js';
import { isActive } from '../courses/run-summary.js';
import { FromRoot } from '../from-root.js';
import { barParameters, RiskBarsService } from '../risk/risk-bars.service.js';
import { funnelOf } from './funnel.js';
import { activeShares, completionCounts, regionCounts, regionStates } from './region.query.js';
import { noCounts, type PlaceCounts, protectPlaces } from './region-rows.js';
import { regionSentence } from './region-sentence.js';
import { protectCount, smallestShown } from './small-cells.js';

const weeksShown = 12;

/** A place and what lies directly under it. */
@Injectable()
export class RegionService {
  constructor(
    @FromRoot('clickhouse') private readonly clickhouse: ClickHouse,
    @FromRoot('stores') private readonly stores: ApiStores,
    private readonly reach: ReachService,
    @FromRoot('tenantClock') private readonly clockOf: TenantClock,
    private readonly bars: RiskBarsService,
  ) {}

  async overview(reader: Reader, code: string, runAsked: string | undefined): Promise<RegionOverview> {
    const { tenant, scope } = reader;
    const [region, moment] = await Promise.all([
      this.reach.region(reader, code),
      this.clockOf.moment(tenant),
    ]);
    const { now, today } = moment;
    const period = { from: addDays(today, -27), to: addDays(today, 1) };
    const [children, path, counts, funnel, shares, calls, causes] = await Promise.all([
      this.stores.regions.children(tenant, scope, code),
      this.stores.regions.path(tenant, code),
      this.counts(reader, code, runAsked, moment),
      this.funnel(reader, code, runAsked),
      this.shares(reader, code, runAsked, moment),
      this.stores.workItems.doneByChild(tenant, scope, code, period),
      this.stores.workItems.causes(tenant, scope, code, period),
    ]);
    const shown = children
      .filter(({ validTo }) => validTo === null || validTo > today)
      .toSorted((a, b) => a.name.zh.localeCompare(b.name.zh, 'zh'));
    const places = shown.map((child) => ({
      ...(counts.get(child.code) ?? noCounts),
      callsDone: calls.get(child.code) ?? 0,
    }));
    // Those who belong to the region itself, or to a place that is no more, stand in no row but in the sums.
    const elsewhere = [...counts].flatMap(([child, place]) =>
      shown.some((each) => each.code === child) ? [] : place,
    );
    const { rows, sums } = protectPlaces([...places, ...elsewhere]);
    const nameOf = new Map(children.map((child) => [child.code, child.name]));
    return {
      asOf: now.toISOString(),
      region,
      path: path.filter((each) => isWithin(scope, each)),
      sentence: regionSentence({
        name: region.name,
        learning: sums.learning,
        finished28: sums.finished28,
        stopped28: sums.stopped28,
        belowLimit: funnel.points.filter(({ completion, lower95 }) => completion < lower95).length,
      }),
      learning: people(sums.learning),
      finished28: people(sums.finished28),
      stopped28: people(sums.stopped28),
      contactFirst: sums.contactFirst,
      funnel: {
        average: funnel.average,
        points: funnel.points.flatMap(({ place, ...point }) => {
          const name = nameOf.get(place);
          return name === undefined ? [] : { region: place, name, ...point };
        }),
      },
      activeShare: shown.map(({ code: child, name }) => ({
        region: child,
        name,
        weeks: Array.from({ length: weeksShown }, (_, index) => {
          const week = weeksShown - 1 - index;
          return {
            start: addDays(today, -7 * week - 6),
            share: shares.get(`${child} ${String(week)}`) ?? null,
          };
        }),
      })),
      causes: causes.filter(({ count }) => protectCount(count) !== null),
      children: shown.flatMap((child, index) => {
        const row = rows[index];
        if (row === undefined) return [];
        const { silentOffline, silentOther, contactFirst, callsDone } = row;
        return {
          region: child,
          learning: people(row.learning),
          finished: people(row.finished),
          silentOffline,
          silentOther,
          contactFirst,
          callsDone,
        };
      }),
    };
  }

  /** By the code of the place below; empty for those who belong to the region itself. */
  private async counts(
    reader: Reader,
    region: string,
    runAsked: string | undefined,
    { now, today }: TenantMoment,
  ): Promise<Map<string, PlaceCounts>> {
    const { tenant } = reader;
    const runs = await this.runs(tenant, runAsked);
    const active = runs.filter((run) => isActive(run, today)).map(({ iri }) => iri);
    const scope = scopeParameters(tenant, reader.scope);
    const bars = await this.bars.of(tenant, active, today);
    const onDuty = await this.stores.duties.away(tenant, today);
    const [counted, states] = await Promise.all([
      this.clickhouse.query(regionCounts, { ...scope, region, runs: runs.map(({ iri }) => iri), today }),
      this.clickhouse.query(regionStates, {
        ...scope,
        ...barParameters(active, bars, today),
        onDuty,
        region,
        now: now.toISOString(),
      }),
    ]);
    const stateOf = new Map(states.map((row) => [row.child, row]));
    return new Map(
      counted.map((row) => {
        const state = stateOf.get(row.child);
        return [
          row.child,
          {
            learning: row.learning,
            finished: row.finished,
            finished28: row.finished_28,
            stopped28: row.stopped_28,
            silentOffline: state?.silent_offline ?? 0,
            silentOther: state?.silent_other ?? 0,
            contactFirst: state?.contact_first ?? 0,
            callsDone: 0,
          },
        ];
      }),
    );
  }

  private async funnel(reader: Reader, region: string, runAsked: string | undefined) {
    const runs = (await this.runs(reader.tenant, runAsked)).map(({ iri }) => iri);
    const scope = scopeParameters(reader.tenant, reader.scope);
    const rows = await this.clickhouse.query(completionCounts, { ...scope, region, runs });
    return funnelOf(rows.map(({ child: place, ...row }) => ({ place, ...row })));
  }

  /** Share active by place and week, `code week`; small groups are left out. */
  private async shares(
    reader: Reader,
    region: string,
    runAsked: string | undefined,
    { today }: TenantMoment,
  ): Promise<Map<string, number>> {
    const runs = (await this.runs(reader.tenant, runAsked)).map(({ iri }) => iri);
    const rows = await this.clickhouse.query(activeShares, {
      ...scopeParameters(reader.tenant, reader.scope),
      region,
      runs,
      to: addDays(today, 1),
    });
    return new Map(
      rows.flatMap(({ child, week, learners, active }) =>
        learners < smallestShown ? [] : [[`${child} ${String(week)}`, active / learners] as const],
      ),
    );
  }

  private async runs(tenant: string, asked: string | undefined) {
    return asked === undefined ? this.stores.catalogue.runs(tenant) : [await this.reach.run(tenant, asked)];
  }
}

/** People are counted from the roster, not from events: the number opens no drawer. */
const people = (value: number | null) => ({ value, evidence: null });

const isWithin = (scope: RegionScope, { path }: Region): boolean =>
  scope.kind === 'tenant' || path.some((code) => scope.roots.includes(code));
