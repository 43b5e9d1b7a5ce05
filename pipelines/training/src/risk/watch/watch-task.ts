import type { ModelWatch } from '#libs/contracts';
import type { DriftReference, FeatureMatrix } from '#libs/models';
import type { DemographicsOfRun } from '../evaluation/subgroups.js';
import type { FirstSaid } from './first-said.js';
import type { Watched } from './figures-here.js';
import type { watchedHorizon } from './reference-of.js';

/** What was said in a week, and what it was said from; one row a learner. */
export interface SaidInWeek {
  readonly week: string;
  /** Those of the reference, and the day of the learner's own clock. */
  readonly figures: FeatureMatrix;
  readonly chances: Float64Array;
}

/** All that a watch is made from. Plain data: it may be judged in another process. */
export interface WatchTask {
  readonly today: string;
  readonly horizon: ReturnType<typeof watchedHorizon>;
  /** Mondays, oldest first. */
  readonly weeks: readonly string[];
  readonly reference: DriftReference | null;
  /** Its trees learnt from learners unlike these: that figures and chances lie otherwise is known, and no alarm. */
  readonly inputsDiffer: boolean;
  /** One for each week. */
  readonly said: readonly SaidInWeek[];
  /** Of learners whose outcome can be judged, or will be. */
  readonly watched: readonly Watched[];
  readonly first: readonly FirstSaid[];
  readonly people: ReadonlyMap<string, DemographicsOfRun>;
  /** Of the week before: since when things stand may lie before the weeks that are looked at. */
  readonly previous: ModelWatch | null;
  readonly seed: number;
}

/** Who judges: in specs at once, in a server a process that gives way to all others. */
export interface WatchingHand {
  readonly watch: (task: WatchTask) => Promise<ModelWatch>;
}
