import type { Logger } from 'pino';
import type { ClickHouse } from '#libs/clickhouse';
import {
  hourIn,
  ModelStore,
  ModelTrialStore,
  type NewModel,
  type Postgres,
  type TenantStore,
} from '#libs/postgres';
import { keepBaseline, tryChallenger, type TrainingHand } from '#pipelines/training';
import { repeat, type Repeating } from './repeat.js';
import type { TenantClock } from './tenant-clock.js';
import { TrainingStopped } from './training/training-process.js';

/** How models come and go without anybody's doing. */
export interface ModelLifeCycle {
  /** The shipped baseline; null where it cannot be used. */
  readonly baseline: () => Promise<NewModel | null>;
  /** Stopped when the process does not lead any more. */
  readonly openHand: () => TrainingHand & { stop(): void };
  /** From this hour of the tenant's day on challengers are trained, once a day; null = never. */
  readonly retrainHour: number | null;
}

interface LifeCycleDependencies {
  readonly postgres: Postgres;
  readonly clickhouse: Pick<ClickHouse, 'query'>;
  readonly tenants: Pick<TenantStore, 'all'>;
  readonly tenantClock: TenantClock;
  readonly log: Pick<Logger, 'info'>;
}

/** Looking for a tenant without a model costs one small question a tenant. */
const BASELINE_PAUSE_MS = 2000;
const CHALLENGE_PAUSE_MS = 5000;

/** Done by the one process that leads the sweeps. */
export function followModels(
  deps: LifeCycleDependencies,
  { baseline, openHand, retrainHour }: ModelLifeCycle,
  onError: (error: unknown) => void,
): readonly Repeating[] {
  const { postgres, clickhouse, tenants, tenantClock, log } = deps;
  const models = new ModelStore(postgres, 'risk');
  const trials = new ModelTrialStore(postgres);
  const keepBaselines = async (): Promise<void> => {
    const shipped = await baseline();
    if (shipped === null) return;
    for (const { id } of await tenants.all()) {
      const { now } = await tenantClock.moment(id);
      if (await keepBaseline(models, id, shipped, now))
        log.info({ tenant: id, model: shipped.version }, 'the shipped baseline scores');
    }
  };
  const baselines = repeat(BASELINE_PAUSE_MS, keepBaselines, onError);
  if (retrainHour === null) return [baselines];

  const hand = openHand();
  const tried = new Map<string, string>();
  const tryChallengers = async (): Promise<void> => {
    for (const { id, modelPromotion } of await tenants.all()) {
      const { now, today, timeZone } = await tenantClock.moment(id);
      if (tried.get(id) === today || hourIn(timeZone, now) < retrainHour) continue;
      // of a tenant that is new the day is not over: the baseline comes within seconds
      if ((await models.list(id)).every(({ status }) => status !== 'active')) continue;
      const trial = await tryChallenger(
        { clickhouse, models, trials, hand },
        { id, modelPromotion, now, today },
      );
      tried.set(id, today);
      if (trial !== null) {
        const { champion, challenger, decision, successor } = trial;
        log.info({ tenant: id, champion, challenger, decision, successor }, trial.reason.en);
      }
    }
  };
  const challengers = repeat(CHALLENGE_PAUSE_MS, tryChallengers, (error) => {
    if (!(error instanceof TrainingStopped)) onError(error);
  });
  return [
    baselines,
    {
      stop() {
        hand.stop();
        return challengers.stop();
      },
    },
  ];
}
