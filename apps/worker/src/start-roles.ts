import { randomUUID } from 'node:crypto';
import { ScoredMessage, type TopicName } from '#libs/contracts';
import type { ClickHouse } from '#libs/clickhouse';
import type { EventBus } from '#libs/event-bus';
import type { RiskModel } from '#libs/models';
import {
  EnrolmentStore,
  MirrorStore,
  ModelStore,
  NudgeRuleStore,
  NudgeStore,
  WatermarkStore,
  type Postgres,
  type TenantStore,
} from '#libs/postgres';
import type { Keyring, Vault } from '#libs/privacy';
import { createCountAgain, declareSilent, mirrorChanges } from '#pipelines/features';
import { createIngest, recoverTouched, type RecentStatements, type StoredChanges } from '#pipelines/ingest';
import { considerScore, startSender } from '#pipelines/nudging';
import { createScoreTouched, sweepTenant, type MasteryModel } from '#pipelines/scoring';
import { ActiveModels } from './active-models.js';
import { CountedMark } from './counted-mark.js';
import { nudgeSignals } from './nudge-signals.js';
import { repeat } from './repeat.js';
import type { TenantClock } from './tenant-clock.js';

export const roles = ['ingest', 'features', 'scoring', 'nudging'] as const;
export type Role = (typeof roles)[number];

export interface RoleDependencies {
  readonly clickhouse: ClickHouse;
  readonly postgres: Postgres;
  readonly bus: EventBus;
  readonly keyring: Keyring;
  readonly vault: Vault;
  readonly tenants: Pick<TenantStore, 'all'>;
  readonly tenantClock: TenantClock;
  /** Where recommenders report outcomes to. */
  readonly publicUrl: () => string;
  /** Whether webhooks may go to addresses of this machine and network. */
  readonly privateAddresses: boolean;
  /** Real time, milliseconds. */
  readonly now: () => number;
  readonly onError: (where: string, error: unknown) => void;
  /** Told of what ingest stores. */
  readonly changes?: StoredChanges;
  readonly recent?: RecentStatements;
  readonly onIngested: (counts: { stored: number; deadLetters: number }) => void;
}

export interface RunningRoles {
  /** Begins what works by the clock; before, messages are taken but nothing is swept or sent. */
  readonly begin: () => void;
  /** Stops what works by the clock; the bus is drained by its owner. */
  readonly stop: () => Promise<void>;
}

/** Subscribes the roles to the bus. All roles of a process are started before the first message is published. */
export function startRoles(wanted: ReadonlySet<Role>, dependencies: RoleDependencies): RunningRoles {
  const working: { stop: () => Promise<void> }[] = [];
  const beginnings: (() => { stop: () => Promise<void> })[] = [];
  for (const role of roles) if (wanted.has(role)) beginnings.push(...starters[role](dependencies));
  return {
    begin() {
      for (const start of beginnings) working.push(start());
    },
    async stop() {
      await Promise.all(working.map((one) => one.stop()));
    },
  };
}

type Starter = (dependencies: RoleDependencies) => (() => { stop: () => Promise<void> })[];

const starters: Readonly<Record<Role, Starter>> = {
  ingest(deps) {
    deps.bus.subscribe('statements', 'ingest', createIngest({ ...deps, onBatch: deps.onIngested }));
    return [];
  },

  features(deps) {
    const { postgres, clickhouse, bus, tenants, tenantClock, now } = deps;
    const watermarks = new WatermarkStore(postgres);
    const changes = new MirrorStore(postgres);
    const enrolments = new EnrolmentStore(postgres);
    let mark: CountedMark | undefined;
    const isAllCounted = (): boolean =>
      mark !== undefined &&
      oldestIn(bus, 'statements', now()) === null &&
      oldestIn(bus, 'touched', now()) === null;
    const swept = new Map<string, string>();
    const sweepSilence = async (): Promise<void> => {
      for (const { id } of await tenants.all()) {
        const moment = await tenantClock.moment(id);
        // while a backlog is counted, whoever is in it would look silent
        if (swept.get(id) === moment.today || !isAllCounted()) continue;
        await declareSilent({ clickhouse, enrolments }, moment);
        swept.set(id, moment.today);
      }
    };
    bus.subscribe('touched', 'features', createCountAgain(deps));
    return [
      () => repeat(500, () => mirrorChanges({ clickhouse, changes, watermarks }), failed(deps, 'mirror')),
      () => repeat(1000, sweepSilence, failed(deps, 'silence')),
      () => {
        const work = async (): Promise<void> => {
          mark ??= new CountedMark(await recover(deps, watermarks));
          const at = mark.look(now(), oldestIn(bus, 'statements', now()), oldestIn(bus, 'touched', now()));
          await watermarks.advance(COUNTED, { at: new Date(at - MARGIN_MS) });
        };
        return repeat(5000, work, failed(deps, 'watermark'));
      },
    ];
  },

  scoring(deps) {
    const { tenants, tenantClock, postgres, now } = deps;
    const risk = new ActiveModels<RiskModel>(new ModelStore(postgres, 'risk'), now);
    const mastery = new ActiveModels<MasteryModel>(new ModelStore(postgres, 'mastery'), now);
    const scoring = {
      ...deps,
      activeModel: (tenant: string) => risk.of(tenant),
      activeMastery: (tenant: string) => mastery.of(tenant),
      dayOf: (tenant: string) => tenantClock.moment(tenant),
      newToken: randomUUID,
    };
    deps.bus.subscribe('rolled', 'scoring', createScoreTouched(scoring));
    // What is believed changes with the day and with the models, without any event.
    const swept = new Map<string, string>();
    const sweep = async (): Promise<void> => {
      for (const { id } of await tenants.all()) {
        const { today } = await tenantClock.moment(id);
        const models = [await risk.of(id), await mastery.of(id)];
        const state = [today, ...models.map((active) => active?.version ?? '')].join(' ');
        if (swept.get(id) === state) continue;
        await sweepTenant(scoring, id);
        swept.set(id, state);
      }
    };
    return [() => repeat(1000, sweep, failed(deps, 'sweep'))];
  },

  nudging(deps) {
    const { postgres, clickhouse, tenantClock } = deps;
    const signals = nudgeSignals(clickhouse);
    const shared = {
      rules: new NudgeRuleStore(postgres),
      nudges: new NudgeStore(postgres),
      scores: signals,
      signals,
      now: async (tenant: string) => (await tenantClock.moment(tenant)).now,
    };
    deps.bus.subscribe('scored', 'nudging', async (batch, signal) => {
      const lowestBars = new Map<string, number>();
      for (const record of batch.records) {
        signal.throwIfAborted();
        const scored = ScoredMessage.parse(record.value);
        const bar = lowestBars.get(scored.tenant) ?? (await lowestBar(shared.rules, scored.tenant));
        lowestBars.set(scored.tenant, bar);
        if (scored.highest !== null && scored.highest >= bar) await considerScore(shared, scored);
      }
    });
    return [() => startSender({ ...shared, ...deps, onError: failed(deps, 'sender'), now: shared.now })];
  },
};

/** Chance below which no rule of the tenant looks at a learner: most learners cost no question more. */
async function lowestBar(rules: NudgeRuleStore, tenant: string): Promise<number> {
  const bars = (await rules.all(tenant)).filter(({ rule }) => rule.enabled).map(({ rule }) => rule.bar);
  return Math.min(Infinity, ...bars);
}

const COUNTED = 'rollups';
/** Clocks of the process and of the engine may differ by less than this. */
const MARGIN_MS = 5000;

/** Announces again what was stored since the mark of the last process; gives that mark, ms. */
async function recover(deps: RoleDependencies, watermarks: WatermarkStore): Promise<number> {
  const { at } = await watermarks.get(COUNTED);
  const since = at ?? new Date(0);
  await recoverTouched(deps, since.toISOString());
  return since.getTime();
}

/** Since when the oldest message of a topic waits, ms; null where none does. */
function oldestIn(bus: Pick<EventBus, 'lag'>, topic: TopicName, now: number): number | null {
  const waiting = bus.lag().filter((lag) => lag.topic === topic && lag.waiting > 0);
  return waiting.length === 0 ? null : now - 1000 * Math.max(...waiting.map((lag) => lag.oldestSeconds));
}

const failed =
  ({ onError }: RoleDependencies, where: string) =>
  (error: unknown): void =>
    onError(where, error);
