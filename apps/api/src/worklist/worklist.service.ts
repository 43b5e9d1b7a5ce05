import { Injectable } from '@nestjs/common';
import type * as z from 'zod';
import type { ClickHouse } from '#libs/clickhouse';
import type { Worklist, WorklistRow } from '#libs/contracts';
import type { Run, WorkItemRow } from '#libs/postgres';
import type { Reader } from '../access/caller.js';
import { ReachService } from '../access/reach.service.js';
import { scopeParameters } from '../access/scope-parameters.js';
import type { ApiStores } from '../api-stores.js';
import { addDays, weekOf } from '../calendar/days.js';
import type { TenantClock, TenantMoment } from '../api-dependencies.js';
import { isActive, runSummary } from '../courses/run-summary.js';
import { FromRoot } from '../from-root.js';
import { chanceOf, reasonsOf } from '../risk/current-score.js';
import { barParameters, type BarsOf, RiskBarsService } from '../risk/risk-bars.service.js';
import { callSuggestion } from './call-suggestion.js';
import { changeSince } from './row-change.js';
import { Shown, shownReasons } from './shown.js';
import { takeBack } from './take-back.js';
import { workItem } from './work-item.js';
import { capacity, WorklistMaker } from './worklist-maker.service.js';
import { rowFacts, setAsideCounts } from './worklist.query.js';

type Facts = z.infer<typeof rowFacts.row>;
const weeksShown = 8;

/** Whom to call today, and why. */
@Injectable()
export class WorklistService {
  constructor(
    @FromRoot('clickhouse') private readonly clickhouse: ClickHouse,
    @FromRoot('stores') private readonly stores: ApiStores,
    private readonly reach: ReachService,
    @FromRoot('tenantClock') private readonly clockOf: TenantClock,
    private readonly bars: RiskBarsService,
    private readonly maker: WorklistMaker,
  ) {}

  async today(
    reader: Reader,
    asked: { readonly region?: string | undefined; readonly run?: string | undefined },
  ): Promise<Worklist> {
    const { tenant } = reader;
    const [moment, scope, catalogue, run] = await Promise.all([
      this.clockOf.moment(tenant),
      this.reach.scope(reader, asked.region),
      this.stores.catalogue.runs(tenant),
      asked.run === undefined ? undefined : this.reach.run(tenant, asked.run),
    ]);
    const { now, today } = moment;
    const runs = new Map(catalogue.map((each) => [each.iri, each]));
    const active = catalogue.filter((each) => isActive(each, today)).map(({ iri }) => iri);
    const bars = await this.bars.of(tenant, active, today);
    await this.maker.ensure(moment, active, bars);
    const items = await this.stores.workItems.list(tenant, scope, {
      day: today,
      ...(run === undefined ? {} : { run: run.iri }),
    });
    const listed = items.slice(0, capacity).flatMap((item) => listedItem(item) ?? []);
    const counted = active.filter((iri) => run === undefined || iri === run.iri);
    const onDuty = await this.stores.duties.away(tenant, today);
    const [rows, [aside]] = await Promise.all([
      this.rows(reader, moment, listed, runs, bars),
      this.clickhouse.query(setAsideCounts, {
        ...scopeParameters(tenant, scope),
        ...barParameters(counted, bars, today),
        now: now.toISOString(),
        onDuty,
      }),
    ]);
    const standing = rows.filter(
      ({ withdrawn, changed }) => withdrawn === null && changed?.kind !== 'follow-up',
    );
    const setAside = [
      { why: 'offline' as const, count: aside?.unreachable ?? 0 },
      { why: 'on-duty' as const, count: aside?.on_duty ?? 0 },
      { why: 'not-enough-data' as const, count: aside?.short_history ?? 0 },
      { why: 'unlike-course' as const, count: aside?.unlike_course ?? 0 },
      { why: 'no-model' as const, count: aside?.no_model ?? 0 },
      { why: 'beyond-capacity' as const, count: Math.max(0, (aside?.reachable ?? 0) - standing.length) },
    ];
    return {
      day: today,
      asOf: now.toISOString(),
      capacity,
      done: rows.filter(({ item }) => item.state === 'done').length,
      followUps: rows.filter(({ changed }) => changed?.kind === 'follow-up').length,
      rows,
      setAside: setAside.filter(({ count }) => count > 0),
    };
  }

  private async rows(
    reader: Reader,
    moment: TenantMoment,
    listed: readonly ListedItem[],
    runs: ReadonlyMap<string, Run>,
    bars: BarsOf,
  ): Promise<WorklistRow[]> {
    const { tenant } = reader;
    const [first] = listed;
    if (first === undefined) return [];
    const pids = listed.map(({ row }) => row.learnerPid);
    const [facts, people, contacts] = await Promise.all([
      this.clickhouse.query(rowFacts, {
        tenant,
        runs: listed.map(({ row }) => row.run),
        pids,
        tomorrow: addDays(moment.today, 1),
        made: first.shown.madeAt,
      }),
      this.reach.people(reader, pids),
      this.stores.workItems.lastContacts(tenant, pids),
    ]);
    const factOf = new Map(facts.map((fact) => [`${fact.learner_pid} ${fact.run}`, fact]));
    return listed.flatMap(({ row, shown }) => {
      const learner = people.get(row.learnerPid);
      const run = runs.get(row.run);
      const fact = factOf.get(`${row.learnerPid} ${row.run}`);
      if (learner === undefined || run === undefined || fact === undefined) return [];
      const current = currentChance(fact, bars, run.code);
      const chance = current?.chance ?? shown.chance;
      const history = Array.from({ length: weeksShown }, (_, index) =>
        chanceOfWeek(fact, weeksShown - 1 - index),
      );
      return {
        item: workItem(row),
        learner,
        run: runSummary(run, moment.today),
        week: weekOf(fact.start_day ?? run.start, moment.today),
        syncedAt: fact.synced_at,
        lastActiveDay: fact.last_day,
        chance,
        reasons: current?.reasons ?? shown.reasons,
        changed: changeSince(chanceOfWeek(fact, 1), chance, bars(row.run, '14'), shown.followUpOn),
        history,
        suggestion: callSuggestion(moment.now, moment.timeZone),
        lastContactAt: contacts.get(row.learnerPid)?.toISOString() ?? null,
        withdrawn: takeBack({
          state: row.state,
          promised: shown.followUpOn !== null,
          status: fact.status,
          level: current?.chance.level ?? null,
          eventsSince: fact.events_since,
          oldestLate: fact.oldest_late,
          now: moment.now,
        }),
      };
    });
  }
}

interface ListedItem {
  readonly row: WorkItemRow;
  readonly shown: Shown;
}

/** null where the item was kept in a form that this version does not know. */
function listedItem(row: WorkItemRow): ListedItem | null {
  const shown = Shown.safeParse(row.shown);
  return shown.success ? { row, shown: shown.data } : null;
}

const chanceOfWeek = ({ weeks }: Facts, asked: number): number | null =>
  weeks?.find(([week]) => week === asked)?.[1] ?? null;

function currentChance(fact: Facts, bars: BarsOf, run: string) {
  const { scored_at, abstained, model, reasons, asof, feature_names, features, silence } = fact;
  if (scored_at === null || abstained === null || model === null) return null;
  const chance = chanceOf({ ...fact, horizon: '14', scored_at, abstained, model }, bars(fact.run, '14'));
  if (chance === null) return null;
  const kept = {
    reasons: reasons ?? '',
    asof: asof ?? '',
    feature_names: feature_names ?? '',
    features: features ?? '',
    silence: silence ?? '',
  };
  return { chance, reasons: reasonsOf(kept, { learner: fact.learner_pid, run }).slice(0, shownReasons) };
}
