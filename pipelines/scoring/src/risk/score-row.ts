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
import { toldSilence } from './silences.js';
import type { ToldOfRun } from './told-of-run.js';

/** Why there is no chance: the history is too short, the course unlike any seen, or the horizon not learnt. */
type Abstention = 'short-history' | 'unlike-course' | 'no-model';

/** Days since the learner could first have been active, below which nothing is said. */
const SHORTEST_HISTORY_DAYS = 7;

/** The horizon whose reasons stand with every score: the one that managers act on, or the only one that was learnt. */
export const explainedBy = (model: RiskModel): Horizon => (model.hazard === null ? 'end' : '14');

export interface ScoringModel {
  readonly version: string;
  readonly model: RiskModel;
}

/** What reasons are compared with, and why a chance may not be given. */
export interface Comparison extends ToldOfRun {
  /** Figures of about 7 days before, by learner. */
  readonly weekBefore: ReadonlyMap<string, FeatureValues>;
}

/** What a model says at a horizon: a chance, or why there is none. */
export interface Estimate {
  /** Empty where there is a chance. */
  readonly abstained: Abstention | '';
  readonly probability: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface Score {
  readonly learner: string;
  readonly figures: FeatureValues;
  /** In the order of `horizons`. */
  readonly estimates: readonly Estimate[];
  /** The same for every horizon; empty where there is no chance at any. */
  readonly reasons: readonly KeptReason[];
}

/** What a model says of learners of one run. */
export function scoresOf(
  { model }: ScoringModel,
  { learners, figures }: Landmarks,
  { usual, unlike, weekBefore }: Comparison,
): Score[] {
  const prediction = predictRisk(model, figures);
  const explained = explain(model, figures);
  const before = explainFigures(model, weekBefore);
  const isKnown = horizons.map((horizon) => prediction[horizon] !== null);
  const isUnlike = horizons.map((horizon, at) => isKnown[at]! && unlike[horizon].length > 0);
  const saysNothing = horizons.every((_, at) => !isKnown[at]! || isUnlike[at]!);
  return learners.map((learner, row) => {
    const values = valuesOf(figures, row);
    if (historyDays(values) < SHORTEST_HISTORY_DAYS)
      return {
        learner,
        figures: values,
        estimates: horizons.map(() => abstains('short-history')),
        reasons: [],
      };
    return {
      learner,
      figures: values,
      estimates: horizons.map((horizon, at) => {
        const estimates = prediction[horizon];
        if (estimates === null) return abstains('no-model');
        if (isUnlike[at]!) return abstains('unlike-course');
        const { p, lower, upper } = estimates;
        return { abstained: '', probability: p[row]!, lower: lower[row]!, upper: upper[row]! };
      }),
      reasons: saysNothing
        ? []
        : chosenReasons(explained(row), values, { usual, weekBefore: before.get(learner) }),
    };
  });
}

const abstains = (abstained: Abstention): Estimate => ({
  abstained,
  probability: null,
  lower: null,
  upper: null,
});

export interface ScoringMoment {
  readonly tenant: string;
  /** IRI of the run. */
  readonly run: string;
  readonly asof: string;
  readonly scoredAt: string;
}

/**
 * Rows of ClickHouse's `scorings`, one a learner.
 * @param model its version
 * @param silences of those who are silent, by learner; undefined = of nobody
 */
export function scoringRows(
  scores: readonly Score[],
  model: string,
  { tenant, run, asof, scoredAt }: ScoringMoment,
  silences: ReadonlyMap<string, Silence> | undefined,
) {
  return scores.map(({ learner, figures, estimates, reasons }) => {
    const silence = silences?.get(learner);
    return {
      tenant,
      run,
      learner_pid: learner,
      asof,
      scored_at: scoredAt,
      abstained: estimates.map(({ abstained }) => abstained),
      probability: estimates.map(({ probability }) => probability),
      lower: estimates.map(({ lower }) => lower),
      upper: estimates.map(({ upper }) => upper),
      model,
      feature_names: keptNames,
      features: keptFigures(featureNames.map((name) => figures[name] ?? null)),
      reasons: keptReasons(reasons),
      silence: silence === undefined ? '' : JSON.stringify(toldSilence(silence)),
    };
  });
}

/** Contributions of a row, in the order of `featureNames`: 0 for what the model does not know. */
function explain(model: RiskModel, matrix: FeatureMatrix): (row: number) => Float64Array {
  const { contributions } = riskContributions(model, matrix, explainedBy(model));
  const columns = featureNames.map((name) => contributions[model.featureNames.indexOf(name)]);
  return (row) => {
    const parts = new Float64Array(columns.length);
    for (let at = 0; at < parts.length; at++) parts[at] = columns[at]?.[row] ?? 0;
    return parts;
  };
}

/** The same model's contributions for figures of the past: what another model said then could not be compared. */
function explainFigures(
  model: RiskModel,
  figures: ReadonlyMap<string, FeatureValues>,
): Map<string, { values: FeatureValues; contributions: Float64Array }> {
  // Who was scored with other features cannot be compared: what is not known is not the same as what was not asked.
  const known = [...figures].filter(([, values]) => model.featureNames.every((name) => name in values));
  const vectors = known.map(([, values]) => featureNames.map((name) => values[name] ?? null));
  const explained = explain(model, featureMatrixFromRows(featureNames, vectors));
  return new Map(known.map(([learner, values], row) => [learner, { values, contributions: explained(row) }]));
}

/** Since the start, or since a registration after it. */
function historyDays({ elapsed_days: elapsed, registered_ahead_days: ahead }: FeatureValues): number {
  return (elapsed ?? 0) + Math.min(ahead ?? 0, 0);
}

/** A loop: `Object.fromEntries` takes ten times as long, and this is made of everybody. */
function valuesOf({ names, columns }: FeatureMatrix, row: number): FeatureValues {
  const values: Record<string, number | null> = {};
  for (let at = 0; at < names.length; at++) {
    const value = columns[at]![row]!;
    values[names[at]!] = Number.isNaN(value) ? null : value;
  }
  return values;
}
