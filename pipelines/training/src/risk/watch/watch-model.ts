import type { ClickHouse } from '#libs/clickhouse';
import type { ModelWatch } from '#libs/contracts';
import type { LearnerStore, ModelStore, ModelWatchStore } from '#libs/postgres';
import { storedDemographics } from '../evaluation/stored-demographics.js';
import { mondayOf, readWatch } from './read-watch.js';
import type { WatchedModel } from './reference-of.js';
import type { WatchingHand } from './watch-task.js';

export interface WatchDependencies {
  readonly clickhouse: Pick<ClickHouse, 'query'>;
  readonly models: Pick<ModelStore, 'active'>;
  readonly watches: Pick<ModelWatchStore, 'find' | 'keep'>;
  readonly learners: Pick<LearnerStore, 'attributes'>;
  readonly hand: WatchingHand;
}

export interface WatchMoment {
  readonly id: string;
  /** The tenant's clock. */
  readonly now: Date;
  readonly today: string;
}

/** Any will do; the same one gives the same intervals again. */
const SEED = 1;

/**
 * Looks at how the model in use fares, and keeps what was found, where that was not done since the last week was over.
 * @returns null where there is nothing to do
 */
export async function watchModel(
  { clickhouse, models, watches, learners, hand }: WatchDependencies,
  { id: tenant, now, today }: WatchMoment,
): Promise<{ readonly version: string; readonly watch: ModelWatch } | null> {
  const active = await models.active(tenant);
  if (active === null) return null;
  const { version, model, origin } = active;
  const previous = (await watches.find(tenant, version))?.watch ?? null;
  if (previous !== null && previous.watchedOn >= mondayOf(today)) return null;
  const watch = await hand.watch(
    await readWatch(clickhouse, {
      tenant,
      version,
      model: model as WatchedModel,
      inputsDiffer: origin !== 'trained',
      today,
      previous,
      seed: SEED,
      demographics: (run) => storedDemographics(clickhouse, learners, tenant, run),
    }),
  );
  await watches.keep(tenant, version, { at: now, watch });
  return { version, watch };
}
