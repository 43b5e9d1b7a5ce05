import { horizons, type Horizon } from '#libs/contracts';
import {
  chosenReasons,
  featureNames,
  type FeatureValues,
  keptFigures,
  keptNames,
  type KeptReason,
  keptReasons,
  type Silence,
} from '#libs/features';
import {
  featureMatrixFromRows,
  predictRisk,
  riskContributions,
  type FeatureMatrix,
  type RiskModel,
} from '#libs/models';
import type { Landmarks } from './landmarks.js';
import type { ScoringModel } from './scoring-model.js';
import { toldSilence } from './silences.js';
import type { ToldOfRun } from './told-of-run.js';

/** Why there is no chance: the history is too short, the course unlike any seen, or the horizon not learnt. */
type Abstention = 'short-history' | 'unlike-course' | 'no-model';

/** Days since the learner could first have been active, below which nothing is said. */
const SHORTEST_HISTORY_DAYS = 7;

/** The horizon whose reasons stand with every score: the one that managers act on, or the only one that was learnt. */
const explainedBy = (model: RiskModel): Horizon => (model.hazard === null ? 'end' : '14');

/** What reasons are compared with, and why a chance may not be given. */
export interface Comparison extends ToldOfRun {
  /** Figures of about 7 days before, by learner. */
  readonly weekBefore: ReadonlyMap<string, FeatureValues>;
}

/** What a model says of a learner; lists are in the order of `horizons`. */
export interface Score {
  /** Row of the landmarks. */
  readonly row: number;
  /** Why there is no chance; empty where there is one. */
  readonly abstained: readonly (Abstention | '')[];
  readonly probability: readonly (number | null)[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  /** The same for every horizon; empty where there is no chance at any. */
  readonly reasons: readonly KeptReason[];
}

const none: readonly null[] = horizons.map(() => null);
const withoutHistory = {
  abstained: horizons.map(() => 'short-history' as const),
  probability: none,
  lower: none,
  upper: none,
  reasons: [],
};

/** What a model says of learners of one run. */
export function scoresOf(
  { model }: ScoringModel,
  { learners, figures }: Landmarks,
  { usual, unlike, weekBefore }: Comparison,
): Score[] {
  const prediction = predictRisk(model, figures);
  const abstained = horizons.map((horizon): Abstention | '' =>
    prediction[horizon] === null ? 'no-model' : unlike[horizon].length > 0 ? 'unlike-course' : '',
  );
  const estimates = horizons.map((horizon, at) => (abstained[at] === '' ? prediction[horizon] : null));
  // nobody needs reasons of a model that says nothing, and one that has learnt nothing has none
  const explained = estimates.some((one) => one !== null)
    ? { contributionsOf: explain(model, figures), before: explainFigures(model, weekBefore) }
    : null;
  const valuesOf = readerOf(figures);
  return learners.map((learner, row) => {
    const values = valuesOf(row);
    if (historyDays(values) < SHORTEST_HISTORY_DAYS) return { row, ...withoutHistory };
    return {
      row,
      abstained,
      probability: estimates.map((one) => (one === null ? null : one.p[row]!)),
      lower: estimates.map((one) => (one === null ? null : one.lower[row]!)),
      upper: estimates.map((one) => (one === null ? null : one.upper[row]!)),
      reasons:
        explained === null
          ? []
          : chosenReasons(explained.contributionsOf(row), values, {
              usual,
              weekBefore: explained.before(learner),
            }),
    };
  });
}

export interface ScoringMoment {
  readonly tenant: string;
  /** IRI of the run. */
  readonly run: string;
  readonly asof: string;
  readonly scoredAt: string;
}

/** Columns of ClickHouse's `scorings`. */
export const scoringColumns = [
  'tenant',
  'run',
  'learner_pid',
  'asof',
  'scored_at',
  'abstained',
  'probability',
  'lower',
  'upper',
  'model',
  'feature_names',
  'features',
  'reasons',
  'silence',
] as const;

/**
 * Rows of ClickHouse's `scorings`, one a learner.
 * @param model its version
 * @param silences of those who are silent, by learner; undefined = of nobody
 */
export function scoringRows(
  scores: readonly Score[],
  { learners, figures }: Landmarks,
  model: string,
  { tenant, run, asof, scoredAt }: ScoringMoment,
  silences: ReadonlyMap<string, Silence> | undefined,
) {
  return scores.map(({ row, abstained, probability, lower, upper, reasons }) => {
    const learner = learners[row]!;
    const silence = silences?.get(learner);
    return {
      tenant,
      run,
      learner_pid: learner,
      asof,
      scored_at: scoredAt,
      abstained,
      probability,
      lower,
      upper,
      model,
      feature_names: keptNames,
      features: keptFigures(figures.columns.map((column) => column[row]!)),
      reasons: keptReasons(reasons),
      silence: silence === undefined ? '' : JSON.stringify(toldSilence(silence)),
    };
  });
}

/** Contributions of a row, in the order of `featureNames`: 0 for what the model does not know; valid until asked again. */
function explain(model: RiskModel, matrix: FeatureMatrix): (row: number) => Float64Array {
  const { contributions } = riskContributions(model, matrix, explainedBy(model));
  const columns = featureNames.map((name) => contributions[model.featureNames.indexOf(name)]);
  const parts = new Float64Array(columns.length);
  return (row) => {
    for (let at = 0; at < parts.length; at++) parts[at] = columns[at]?.[row] ?? 0;
    return parts;
  };
}

/** The same model's contributions for figures of the past: what another model said then could not be compared. */
function explainFigures(
  model: RiskModel,
  figures: ReadonlyMap<string, FeatureValues>,
): (learner: string) => { values: FeatureValues; contributions: Float64Array } | undefined {
  // Who was scored with other features cannot be compared: what is not known is not the same as what was not asked.
  const known = [...figures].filter(([, values]) => model.featureNames.every((name) => name in values));
  const vectors = known.map(([, values]) => featureNames.map((name) => values[name] ?? null));
  const contributionsOf = explain(model, featureMatrixFromRows(featureNames, vectors));
  const rowOf = new Map(known.map(([learner], row) => [learner, row]));
  return (learner) => {
    const row = rowOf.get(learner);
    return row === undefined ? undefined : { values: known[row]![1], contributions: contributionsOf(row) };
  };
}

/** Since the start, or since a registration after it. */
function historyDays({ elapsed_days: elapsed, registered_ahead_days: ahead }: FeatureValues): number {
  return (elapsed ?? 0) + Math.min(ahead ?? 0, 0);
}

/** Figures of a row by name, valid until asked again: one object for everybody leaves nothing to be collected. */
export function readerOf({ names, columns }: FeatureMatrix): (row: number) => FeatureValues {
  const values: Record<string, number | null> = {};
  return (row) => {
    for (let at = 0; at < names.length; at++) {
      const value = columns[at]![row]!;
      values[names[at]!] = Number.isNaN(value) ? null : value;
    }
    return values;
  };
}
