import type { Logger } from 'pino';
import type { ClickHouse } from '#libs/clickhouse';
import {
  hourIn,
  LearnerStore,
  ModelStore,
  ModelTrialStore,
  ModelWatchStore,
  type ModelTrial,
  type NewModel,
  type Postgres,
  type TenantStore,
} from '#libs/postgres';
import {
  keepBaseline,
  tryChallenger,
  tryRecalibration,
  watchModel,
  type RecalibratingHand,
  type TrainingHand,
  type WatchingHand,
} from '#pipelines/training';
import { repeat, type Repeating } from './repeat.js';
import type { TenantClock } from './tenant-clock.js';
import { TrainingStopped } from './training/training-process.js';

type Hand = TrainingHand & WatchingHand & RecalibratingHand & { stop(): void };

/** How models come and go without anybody's doing. */
export interface ModelLifeCycle {
  /** The shipped baseline; null where it cannot be used. */
  readonly baseline: () => Promise<NewModel | null>;
  /** Stopped when the process does not lead any more. */
  readonly openHand: () => Hand;
  /** From this hour of the tenant's day on challengers are trained, once a day; null = never, and nothing is recalibrated. */
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
const WATCH_PAUSE_MS = 5000;
/** By then the day's sweep is over: the week's last day counts. */
const WATCH_HOUR = 2;

/** Done by the one process that leads the sweeps. */
export function followModels(
  deps: LifeCycleDependencies,
  { baseline, openHand, retrainHour }: ModelLifeCycle,
  onError: (error: unknown) => void,
): readonly Repeating[] {
  const { postgres, clickhouse, tenants, tenantClock, log } = deps;
  const models = new ModelStore(postgres, 'risk');
  const trials = new ModelTrialStore(postgres);
  const tell = (tenant: string, trial: ModelTrial | null): void => {
    if (trial === null) return;
    const { champion, challenger, decision, successor } = trial;
    log.info({ tenant, champion, challenger, decision, successor }, trial.reason.en);
  };
  const keepBaselines = async (): Promise<void> => {
    const shipped = await baseline();
    if (shipped === null) return;
    for (const { id } of await tenants.all()) {
      const { now } = await tenantClock.moment(id);
      if (await keepBaseline(models, id, shipped, now))
        log.info({ tenant: id, model: shipped.version }, 'the shipped baseline scores');
    }
  };
  const watches = new ModelWatchStore(postgres);
  const learners = new LearnerStore(postgres);
  /** By tenant: the version and the day on which it was looked at last. */
  const looked = new Map<string, string>();
  const watchModels = async (hand: Hand): Promise<void> => {
    for (const { id, modelPromotion } of await tenants.all()) {
      const { now, today, timeZone } = await tenantClock.moment(id);
      if (hourIn(timeZone, now) < WATCH_HOUR) continue;
      const active = (await models.list(id)).find(({ status }) => status === 'active');
      if (active === undefined || looked.get(id) === `${today} ${active.version}`) continue;
      const found = await watchModel({ clickhouse, models, watches, learners, hand }, { id, now, today });
      looked.set(id, `${today} ${active.version}`);
      if (found === null) continue;
      const alarms = found.watch.alarms.map(({ text }) => text.en);
      log.info({ tenant: id, model: found.version, alarms }, 'how the model in use fares was looked at');
      if (retrainHour === null) continue;
      const moment = { id, modelPromotion, now, today };
      tell(id, await tryRecalibration({ clickhouse, models, trials, hand }, moment, found));
    }
  };
  const tried = new Map<string, string>();
  const tryChallengers = async (hand: Hand): Promise<void> => {
    if (retrainHour === null) return;
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
      tell(id, trial);
    }
  };
  const withHand = (pauseMs: number, work: (hand: Hand) => Promise<void>): Repeating => {
    const hand = openHand();
    const repeating = repeat(
      pauseMs,
      () => work(hand),
      (error) => {
        if (!(error instanceof TrainingStopped)) onError(error);
      },
    );
    return {
      stop() {
        hand.stop();
        return repeating.stop();
      },
    };
  };
  return [
    repeat(BASELINE_PAUSE_MS, keepBaselines, onError),
    withHand(WATCH_PAUSE_MS, watchModels),
    withHand(CHALLENGE_PAUSE_MS, tryChallengers),
  ];
}
