import { Injectable } from '@nestjs/common';
import type { ClickHouse } from '#libs/clickhouse';
import type { CourseList, CourseOverview } from '#libs/contracts';
import type { Module, Run } from '#libs/postgres';
import type { Reader } from '../access/caller.js';
import { ReachService } from '../access/reach.service.js';
import { type ScopeParameters, scopeParameters } from '../access/scope-parameters.js';
import type { ApiStores } from '../api-stores.js';
import { addDays, weekOf } from '../calendar/days.js';
import type { TenantClock } from '../api-dependencies.js';
import { FromRoot } from '../from-root.js';
import { protectCount } from '../regions/small-cells.js';
import { moduleCounts, onSiteCounts, statusCounts, survivalDays } from './course.query.js';
import { courseSentence } from './course-sentence.js';
import { kaplanMeier } from './kaplan-meier.js';
import { isActive, runSummary } from './run-summary.js';

/** End of a run that has none. */
const openEnd = '2299-01-01';

@Injectable()
export class CourseService {
  constructor(
    @FromRoot('clickhouse') private readonly clickhouse: ClickHouse,
    @FromRoot('stores') private readonly stores: ApiStores,
    private readonly reach: ReachService,
    @FromRoot('tenantClock') private readonly clockOf: TenantClock,
  ) {}

  /** Runs of the tenant, with how many learn in the reader's part. */
  async list(reader: Reader, region: string | undefined): Promise<CourseList> {
    const { tenant } = reader;
    const [{ today }, runs, scope] = await Promise.all([
      this.clockOf.moment(tenant),
      this.stores.catalogue.runs(tenant),
      this.reach.scope(reader, region),
    ]);
    const counts = await this.stores.enrolments.counts(tenant, scope);
    return {
      runs: runs.map((run) => ({
        run: runSummary(run, today),
        learning: protectCount(
          counts
            .filter(
              ({ run: iri, status }) => iri === run.iri && (status === 'registered' || status === 'started'),
            )
            .reduce((sum, { learners }) => sum + learners, 0),
        ),
      })),
    };
  }

  async overview(reader: Reader, runAsked: string, region: string | undefined): Promise<CourseOverview> {
    const { tenant } = reader;
    const [{ now, today }, run, scope] = await Promise.all([
      this.clockOf.moment(tenant),
      this.reach.run(tenant, runAsked),
      this.reach.scope(reader, region),
    ]);
    const asked = scopeParameters(tenant, scope);
    const evidence = { run: run.code, ...(region === undefined ? {} : { region }) };
    const [[counts], survival, previous, modules, onSite] = await Promise.all([
      this.clickhouse.query(statusCounts, { ...asked, run: run.iri }),
      this.survival(asked, run, today),
      this.previous(asked, run, today),
      this.modules(asked, run, evidence),
      this.onSite(asked, run, evidence),
    ]);
    const [learning, done, stopped] = [counts?.learning, counts?.done, counts?.stopped].map((count) =>
      protectCount(count ?? 0),
    );
    const worst = modules.toSorted((a, b) => b.stoppedAfter - a.stoppedAfter)[0];
    return {
      asOf: now.toISOString(),
      run: runSummary(run, today),
      week: weekOf(run.start, today),
      sentence: courseSentence({
        week: weekOf(run.start, today),
        active: isActive(run, today),
        learning: learning ?? null,
        done: done ?? null,
        stopped: stopped ?? null,
        mostStopAfter:
          worst === undefined || protectCount(worst.stoppedAfter) === null || worst.stoppedAfter === 0
            ? null
            : { name: worst.name, count: worst.stoppedAfter },
      }),
      learning: people(learning),
      done: people(done),
      stopped: people(stopped),
      survival: [...survival],
      previous,
      modules,
      onSite,
    };
  }

  private async survival(asked: ScopeParameters, run: Run, today: string) {
    return kaplanMeier(
      await this.clickhouse.query(survivalDays, { ...asked, run: run.iri, today, end: run.end ?? openEnd }),
    );
  }

  /** The run of the same course that began last before this one. */
  private async previous(
    asked: ScopeParameters,
    run: Run,
    today: string,
  ): Promise<CourseOverview['previous']> {
    const runs = await this.stores.catalogue.runs(asked.tenant);
    const before = runs.find(({ course, start }) => course.code === run.course.code && start < run.start);
    if (before === undefined) return null;
    return { run: before.code, survival: [...(await this.survival(asked, before, today))] };
  }

  private async modules(
    asked: ScopeParameters,
    run: Run,
    evidence: { readonly run: string },
  ): Promise<CourseOverview['modules']> {
    const modules: readonly Module[] = await this.stores.catalogue.modules(asked.tenant, run.course.code);
    if (modules.length === 0) return [];
    const codes = modules.map(({ code }) => code);
    const rows = await this.clickhouse.query(moduleCounts, { ...asked, run: run.iri, modules: codes });
    const counts = new Map(rows.map((row) => [row.module, row]));
    return modules.map(({ code, name }) => {
      const row = counts.get(code);
      return {
        code,
        name,
        started: row?.started ?? 0,
        finished: row?.finished ?? 0,
        stoppedAfter: row?.stopped_after ?? 0,
        evidence: { ...evidence, activity: code },
      };
    });
  }

  private async onSite(
    asked: ScopeParameters,
    run: Run,
    evidence: { readonly run: string },
  ): Promise<CourseOverview['onSite']> {
    const rows = await this.clickhouse.query(onSiteCounts, { ...asked, run: run.iri });
    const iris = [...new Set(rows.map(({ activity }) => activity))];
    const activities =
      iris.length === 0 ? [] : await this.stores.catalogue.activities(asked.tenant, run.iri, iris);
    const names = new Map(activities.map(({ iri, name }) => [iri, name]));
    return rows.map((row) => ({
      ...row,
      name: names.get(row.activity) ?? { zh: row.activity, en: row.activity },
      evidence: {
        ...evidence,
        activity: row.activity,
        // Of those who came; a check on a day without a session stands for itself.
        kinds: ['attended', 'skill_checked'],
        from: row.day,
        to: addDays(row.day, 1),
      },
    }));
  }
}

/** People are counted from the roster, not from events: the number opens no drawer. */
const people = (value: number | null | undefined) => ({ value: value ?? null, evidence: null });
