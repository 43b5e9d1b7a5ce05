import { createHash } from 'node:crypto';
import type { ClickHouse } from '#libs/clickhouse';
import { horizons, type Horizon } from '#libs/contracts';
import {
  amountFeatures,
  behaviourFeatures,
  featureDirections,
  featurePenalties,
  runDaysOf,
} from '#libs/features';
import {
  alignFeatures,
  LEAST_LEARNERS,
  predictRisk,
  seenCourses,
  selectRows,
  trainRiskModel,
  type LandmarkTable,
  type RiskModel,
  type SeenCourses,
} from '#libs/models';
import { storeLabels, type LabelRule } from './outcome.js';
import { findRuns, readLandmarks, weeklyOffsets } from './read-landmarks.js';
import type { RunFacts } from './run-facts.query.js';
import { referenceOf, type WatchedModel } from './watch/reference-of.js';

export interface RiskTraining {
  readonly tenant: string;
  /** Codes of the runs to learn from. */
  readonly runs: readonly string[];
  readonly today: string;
  readonly seed: number;
  /** As in a store that is kept up to date where left out. */
  readonly labels?: LabelRule;
}

export interface TrainedRisk {
  /** Names the content: the same data, features and seed give the same version. */
  readonly version: string;
  readonly model: WatchedModel;
  /** Horizons for which nothing may be said, each with the reason as a sentence. */
  readonly unlearnt: Readonly<Partial<Record<Horizon, string>>>;
  /** Last day of the learner's own clock that was learnt from. */
  readonly lastDay: number;
}

/** Up to this day of a run there is a landmark every week; beyond it they teach little that is new. */
export const LAST_LANDMARK_DAY = 245;
/** Days between landmarks beyond it, in runs that last for years. */
const LATE_STEP_DAYS = 28;
/** Days that a run without an end is taken to last at most. */
const LONGEST_RUN_DAYS = 3660;
/** Landmarks that are learnt from at most: with more the time grows and the model does not. */
const MOST_LANDMARKS = 200_000;
/** A spread of chances below this is one number for everybody. */
const ONE_NUMBER = 1e-6;

/**
 * Learns a risk model from past runs, weekly landmarks.
 * @throws UnknownRunError, and RangeError where there is nothing to learn from (says what is missing)
 */
export async function trainRisk(
  clickhouse: Pick<ClickHouse, 'query'>,
  training: RiskTraining,
): Promise<TrainedRisk> {
  const { tenant, runs, today, seed, labels = storeLabels } = training;
  const offsets = trainingOffsets(await findRuns(clickhouse, tenant, runs), today);
  const all = await readLandmarks(clickhouse, { tenant, runs, today, labels, offsets });
  return learnRisk(all, seed);
}

/**
 * The model of a table that is in memory already.
 * @param foldBy see `RiskTrainingOptions`
 */
export function learnRisk(all: LandmarkTable, seed: number, foldBy?: 'learner' | 'group'): TrainedRisk {
  if (all.rows.length === 0)
    throw new RangeError(
      'no learner with a known outcome was still enrolled a week after the start: nothing to learn from',
    );
  const table = thinned(all);
  const learnt = trainRiskModel(table, {
    seed,
    directions: featureDirections,
    penalties: featurePenalties,
    ...(foldBy && { foldBy }),
  });
  const model = { ...learnt, seen: seenIn(all) };
  return {
    // the reference says what was learnt from, which the model itself does already
    version: versionOf('risk', model),
    model: { ...model, reference: referenceOf(model, table) },
    unlearnt: unlearntOf(model, table),
    lastDay: table.rows.reduce((last, { landmarkDay }) => Math.max(last, landmarkDay), 0),
  };
}

/** Days of the learner's clock to learn from: weekly, and in runs of years once in four weeks later on. */
export function trainingOffsets(runs: readonly RunFacts[], today: string): number[] {
  const days = ({ start, end }: RunFacts): number =>
    (Date.parse(end !== null && end < today ? end : today) - Date.parse(start)) / 86_400_000;
  const longest = Math.min(
    runs.reduce((most, run) => Math.max(most, days(run)), 0),
    LONGEST_RUN_DAYS,
  );
  const offsets = weeklyOffsets(LAST_LANDMARK_DAY);
  for (let day = LAST_LANDMARK_DAY + LATE_STEP_DAYS; day < longest; day += LATE_STEP_DAYS) offsets.push(day);
  return offsets;
}

/** Every nth landmark where there are too many: they come by learner and day, so each learner keeps some. */
function thinned(table: LandmarkTable): LandmarkTable {
  const step = Math.ceil(table.rows.length / MOST_LANDMARKS);
  if (step === 1) return table;
  const kept = Int32Array.from({ length: Math.floor(table.rows.length / step) }, (_, i) => i * step);
  return { features: selectRows(table.features, kept), rows: Array.from(kept, (row) => table.rows[row]!) };
}

/** Of all landmarks: those that were left out to save time are like those that were not. */
function seenIn({ features, rows }: LandmarkTable): SeenCourses {
  const column = (name: string): ArrayLike<number> => features.columns[features.names.indexOf(name)] ?? [];
  const [elapsed, progress] = [column('elapsed_days'), column('progress_share')];
  const runDays = Float64Array.from(rows, (_, row) =>
    runDaysOf({ elapsed_days: elapsed[row] ?? null, progress_share: progress[row] ?? null }),
  );
  const day = Float64Array.from(rows, ({ landmarkDay }) => landmarkDay);
  return seenCourses(
    {
      features: alignFeatures(
        features,
        behaviourFeatures.filter((name) => features.names.includes(name)),
      ),
      day,
      runDays,
    },
    rows.map(({ group }) => group),
    amountFeatures,
  );
}

/** What the model would answer with one number for everybody, or not at all. */
function unlearntOf(model: RiskModel, { features }: LandmarkTable): TrainedRisk['unlearnt'] {
  const predicted = predictRisk(model, features);
  const unlearnt: Partial<Record<Horizon, string>> = {};
  for (const horizon of horizons) {
    const chances = predicted[horizon]?.p;
    if (chances === undefined) unlearnt[horizon] = notLearnt(horizon, model);
    else if (spread(chances) < ONE_NUMBER)
      unlearnt[horizon] =
        `the figures do not tell learners apart (every chance would be ${chances[0]!.toFixed(3)}): more learners or more kinds of events are needed`;
  }
  return unlearnt;
}

function notLearnt(horizon: Horizon, { hazard }: RiskModel): string {
  if (horizon === 'end')
    return `fewer than ${String(LEAST_LEARNERS)} learners are known to have completed, or fewer than ${String(LEAST_LEARNERS)} known not to have`;
  return hazard === null
    ? `of fewer than ${String(LEAST_LEARNERS)} learners the day of leaving is known (or fewer than ${String(LEAST_LEARNERS)} stayed for a week): give outcome_at, and more learners`
    : `no learner was followed for ${horizon} days after a landmark`;
}

function spread(values: Float64Array): number {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most - least;
}

export function versionOf(kind: string, model: unknown): string {
  return `${kind}-${createHash('sha256').update(JSON.stringify(model)).digest('hex').slice(0, 10)}`;
}
