import { randomUUID } from 'node:crypto';
import { ScoredMessage } from '#libs/contracts';
import type { RiskModel } from '#libs/models';
import {
  MirrorStore,
  ModelStore,
  NudgeRuleStore,
  NudgeStore,
  WatermarkStore,
  DutyStore,
} from '#libs/postgres';
import { createCountAgain, mirrorChanges } from '#pipelines/features';
import { createIngest } from '#pipelines/ingest';
import { considerScore, startSender } from '#pipelines/nudging';
import { createScoreTouched, sweepTenant, type MasteryModel } from '#pipelines/scoring';
import { ActiveModels } from './active-models.js';
import { followCounting } from './follow-counting.js';
import { lead } from './lead.js';
import { followModels } from './model-life-cycle.js';
import { nudgeSignals } from './nudge-signals.js';
import { repeat } from './repeat.js';
import type { RoleDependencies } from './role-dependencies.js';
import { letterLog, stepLog } from './trace-log.js';

export const roles = ['ingest', 'features', 'scoring', 'nudging'] as const;
export type Role = (typeof roles)[number];

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
    const { observer, log } = deps;
    const ingest = createIngest({
      ...deps,
      settlesIds: !deps.storesAlone,
      onStep: stepLog(log),
      onBatch: (counts) => observer.ingested(counts),
      onPutAside(letter) {
        letterLog(log)(letter);
        observer.putAside('statements', letter.stage);
      },
    });
    deps.bus.subscribe('statements', 'ingest', ingest);
    return [];
  },

  features(deps) {
    const { clickhouse, postgres } = deps;
    const watermarks = new WatermarkStore(postgres);
    const changes = new MirrorStore(postgres);
    deps.bus.subscribe('touched', 'features', createCountAgain({ ...deps, onStep: stepLog(deps.log) }));
    // One process copies, declares and recovers; each scales out by what the bus hands it.
    const work = () => [
      repeat(500, () => mirrorChanges({ clickhouse, changes, watermarks }), failed(deps, 'mirror')),
      ...followCounting(deps, watermarks, failed(deps, 'counting')),
    ];
    return [
      () => lead(postgres, 'features', work, failed(deps, 'leading features'), leads(deps, 'features')),
    ];
  },

  scoring(deps) {
    const { tenants, tenantClock, postgres, now } = deps;
    const risk = new ActiveModels<RiskModel>(new ModelStore(postgres, 'risk'), now);
    const mastery = new ActiveModels<MasteryModel>(new ModelStore(postgres, 'mastery'), now);
    const duties = new DutyStore(postgres);
    const scoring = {
      ...deps,
      awayOf: (...asked: Parameters<DutyStore['between']>) => duties.between(...asked),
      activeModel: (tenant: string) => risk.of(tenant),
      activeMastery: (tenant: string) => mastery.of(tenant),
      dayOf: (tenant: string) => tenantClock.moment(tenant),
      newToken: randomUUID,
    };
    deps.bus.subscribe('rolled', 'scoring', createScoreTouched({ ...scoring, onStep: stepLog(deps.log) }));
    // What is believed changes with the day and with the models, without any event.
    const work = () => {
      // of one that leads again nobody knows what was swept meanwhile
      const swept = new Map<string, string>();
      const sweep = async (): Promise<void> => {
        for (const { id } of await tenants.all()) {
          const { today } = await tenantClock.moment(id);
          const models = [await risk.of(id), await mastery.of(id)];
          const state = [today, ...models.map((active) => active?.version ?? '')].join(' ');
          if (swept.get(id) === state) continue;
          const began = performance.now();
          await sweepTenant(scoring, id);
          deps.observer.swept((performance.now() - began) / 1000);
          swept.set(id, state);
        }
      };
      return [
        repeat(1000, sweep, failed(deps, 'sweep')),
        ...(deps.lifeCycle ? followModels(deps, deps.lifeCycle, failed(deps, 'models')) : []),
      ];
    };
    return [() => lead(postgres, 'sweep', work, failed(deps, 'leading sweeps'), leads(deps, 'sweep'))];
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
    const onStep = stepLog(deps.log);
    deps.bus.subscribe('scored', 'nudging', async (batch, signal) => {
      const lowestBars = new Map<string, number>();
      for (const record of batch.records) {
        signal.throwIfAborted();
        const scored = ScoredMessage.parse(record.value);
        const bar = lowestBars.get(scored.tenant) ?? (await lowestBar(shared.rules, scored.tenant));
        lowestBars.set(scored.tenant, bar);
        if (scored.highest !== null && scored.highest >= bar) await considerScore(shared, scored);
        onStep('considered', record.traces ?? [], {
          topic: batch.topic,
          partition: record.partition,
          offset: record.offset,
        });
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

const leads =
  ({ observer }: RoleDependencies, work: string) =>
  (isLeading: boolean): void =>
    observer.leads(work, isLeading);

const failed =
  ({ onError }: RoleDependencies, where: string) =>
  (error: unknown): void =>
    onError(where, error);
