import { Injectable } from '@nestjs/common';
import type { ClickHouse } from '#libs/clickhouse';
import type { DemoState, SystemStatus } from '#libs/contracts';
import type { EventBus } from '#libs/event-bus';
import type { Clock } from '#libs/postgres';
import type { Reader } from '../access/caller.js';
import type { ApiDependencies, SystemProbe, TenantClock } from '../api-dependencies.js';
import type { ApiStores } from '../api-stores.js';
import { FromRoot } from '../from-root.js';
import { LagWatch } from './lag-watch.service.js';
import { minutesShown } from './lag-window.js';
import { StoreHealth } from './store-health.service.js';
import {
  correctionCounts,
  deadLetterReasons,
  intakeMinutes,
  scrubbedCounts,
  statementTotal,
  unknownRuns,
  unknownVerbs,
} from './system.query.js';
import { systemSentence } from './system-sentence.js';

const minuteMs = 60_000;

/** Is anything lost, late or stuck? */
@Injectable()
export class SystemService {
  constructor(
    @FromRoot('config') private readonly config: ApiDependencies['config'],
    @FromRoot('clickhouse') private readonly clickhouse: ClickHouse,
    @FromRoot('bus') private readonly bus: Pick<EventBus, 'lag'>,
    @FromRoot('clock') private readonly clock: Clock,
    @FromRoot('system') private readonly probe: SystemProbe,
    @FromRoot('demo') private readonly demo: ApiDependencies['demo'],
    @FromRoot('tenantClock') private readonly clockOf: TenantClock,
    private readonly health: StoreHealth,
    private readonly lagWatch: LagWatch,
    @FromRoot('stores') private readonly stores: Pick<ApiStores, 'modelWatches'>,
  ) {}

  /** Of the whole installation; to a reader of a subtree without the words of letters, which may quote anybody. */
  async status({ tenant, scope }: Reader): Promise<SystemStatus> {
    const [stores, minutes, [total], verbs, runs, letters, scrubbed, corrected, disk, modelAlarms] =
      await Promise.all([
        this.health.check(),
        this.clickhouse.query(intakeMinutes, { tenant }),
        this.clickhouse.query(statementTotal, { tenant }),
        this.clickhouse.query(unknownVerbs, { tenant }),
        this.clickhouse.query(unknownRuns, { tenant }),
        this.clickhouse.query(deadLetterReasons, { tenant }),
        this.clickhouse.query(scrubbedCounts, { tenant }),
        this.clickhouse.query(correctionCounts, { tenant }),
        this.probe.disk(),
        this.stores.modelWatches.alarms(tenant),
      ]);
    const lag = this.bus.lag();
    const deadLetters = sumOf(letters);
    const now = this.clock();
    const intake = everyMinute(minutes, now);
    return {
      asOf: now.toISOString(),
      sentence: systemSentence({
        down: stores.filter(({ ok }) => !ok).map(({ name }) => name),
        deadLetters,
        oldestSeconds: Math.max(0, ...lag.map(({ oldestSeconds }) => oldestSeconds)),
        modelAlarms: modelAlarms.length,
      }),
      mode: this.config.mode,
      version: this.probe.version,
      intakePerMinute: intake.at(-2)?.statements ?? 0,
      lag: lag.map(({ topic, waiting, capacity, oldestSeconds }) => ({
        topic,
        waiting,
        capacity,
        oldestSeconds,
      })),
      intake,
      lagMinutes: this.lagWatch.lastHour(now),
      statements: total?.statements ?? 0,
      unknownVerbs: verbs,
      unknownRuns: runs,
      deadLetters: { total: deadLetters, byReason: scope.kind === 'tenant' ? letters : byStage(letters) },
      scrubbed: { total: sumOf(scrubbed), byKind: scrubbed },
      corrected: { total: sumOf(corrected), byRule: corrected },
      stores,
      disk,
      modelAlarms,
      demo: await this.demoState(tenant),
    };
  }

  /** null where no demo runs, or that of another tenant. */
  async demoState(tenant: string): Promise<DemoState | null> {
    if (this.demo?.tenant !== tenant) return null;
    const { now } = await this.clockOf.moment(tenant);
    return { ...this.demo.state(), now: now.toISOString() };
  }
}

type Letters = SystemStatus['deadLetters']['byReason'];

function byStage(letters: Letters): Letters {
  const stages = new Map<string, Letters[number]>();
  for (const { stage, count, first, last } of letters) {
    const known = stages.get(stage);
    stages.set(stage, {
      stage,
      reason: '',
      sample: '',
      count: count + (known?.count ?? 0),
      first: known !== undefined && known.first < first ? known.first : first,
      last: known !== undefined && known.last > last ? known.last : last,
    });
  }
  return [...stages.values()];
}

const sumOf = (counted: readonly { readonly count: number }[]): number =>
  counted.reduce((sum, { count }) => sum + count, 0);

/** One point a minute, those without statements too; the last minute is not over yet. */
export function everyMinute(
  counted: readonly { readonly minute: string; readonly statements: number }[],
  now: Date,
): SystemStatus['intake'] {
  const byMinute = new Map(counted.map(({ minute, statements }) => [Date.parse(minute), statements]));
  const last = Math.floor(now.getTime() / minuteMs);
  return Array.from({ length: minutesShown }, (_, index) => {
    const at = (last - minutesShown + 1 + index) * minuteMs;
    return { minute: new Date(at).toISOString(), statements: byMinute.get(at) ?? 0 };
  });
}
