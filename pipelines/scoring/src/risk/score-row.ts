import { horizons, type Horizon } from '#libs/contracts';
import {
  featureNames,
  featureVector,
  reasonsOf,
  type FeatureRow,
  type FeatureValues,
  type Silence,
} from '#libs/features';
import {
  featureMatrixFromRows,
  predictRisk,
  riskContributions,
  type FeatureMatrix,
  type RiskModel,
} from '#libs/models';
import { toldSilence } from './silences.js';
import type { UnlikeByHorizon } from './unlike-of.js';

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

export interface ScoringMoment {
  readonly tenant: string;
  /** IRI and code of the run. */
  readonly run: string;
  readonly code: string;
  readonly asof: string;
  readonly scoredAt: string;
}

/** What reasons are compared with. */
export interface Comparison {
  /** What is usual in the run on that day. */
  readonly usual: FeatureValues;
  /** Figures of about 7 days before, by learner. */
  readonly weekBefore: ReadonlyMap<string, FeatureValues>;
  /** Of those who are silent, by learner. */
  readonly silences: ReadonlyMap<string, Silence>;
  /** Why the run is unlike all that the model has learnt from; empty where it is like something. */
  readonly unlike: UnlikeByHorizon;
}

/** Rows of ClickHouse's `scores` for learners of one run: one a learner and horizon, abstentions too. */
export function scoreRows(
  active: ScoringModel,
  landmarks: readonly FeatureRow[],
  moment: ScoringMoment,
  { usual, weekBefore, silences, unlike }: Comparison,
) {
  const matrix = featureMatrixFromRows(featureNames, landmarks.map(featureVector));
  const prediction = predictRisk(active.model, matrix);
  const explained = explain(active.model, matrix);
  const before = explainFigures(active.model, weekBefore);
  return landmarks.flatMap((row, index) => {
    const values = valuesOf(row);
    const silence = silences.get(row.learner_pid);
    const kept = { silence: silence === undefined ? '' : JSON.stringify(toldSilence(silence)) };
    if (historyDays(values) < SHORTEST_HISTORY_DAYS)
      return rowsOf(
        row,
        moment,
        () => 'short-history',
        active.version,
        kept,
        () => nothing,
      );
    // the same for every horizon: written once
    const reasons = JSON.stringify(
      reasonsOf(explained(index), values, {
        learner: row.learner_pid,
        run: moment.code,
        asof: moment.asof,
        usual,
        weekBefore: before.get(row.learner_pid),
      }),
    );
    const abstains = (horizon: Horizon): Abstention | '' =>
      unlike[horizon].length > 0 && prediction[horizon] !== null ? 'unlike-course' : '';
    return rowsOf(row, moment, abstains, active.version, kept, (horizon) => {
      if (abstains(horizon) !== '') return nothing;
      const estimates = prediction[horizon];
      if (estimates === null) return nothing;
      const [probability, lower, upper] = [
        estimates.p[index]!,
        estimates.lower[index]!,
        estimates.upper[index]!,
      ];
      return { probability, lower, upper, reasons };
    });
  });
}

/** Contributions of a row, in the order of `featureNames`: 0 for what the model does not know. */
function explain(model: RiskModel, matrix: FeatureMatrix): (row: number) => number[] {
  const { contributions } = riskContributions(model, matrix, explainedBy(model));
  const columns = new Map(model.featureNames.map((name, index) => [name, contributions[index]!]));
  return (row) => featureNames.map((name) => columns.get(name)?.[row] ?? 0);
}

/** The same model's contributions for figures of the past: what another model said then could not be compared. */
function explainFigures(
  model: RiskModel,
  figures: ReadonlyMap<string, FeatureValues>,
): Map<string, { values: FeatureValues; contributions: number[] }> {
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

interface Estimate {
  readonly probability: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** JSON. */
  readonly reasons: string;
}
const nothing: Estimate = { probability: null, lower: null, upper: null, reasons: '[]' };

function rowsOf(
  row: FeatureRow,
  moment: ScoringMoment,
  abstains: (horizon: Horizon) => Abstention | '',
  model: string,
  { silence }: { readonly silence: string },
  estimateOf: (horizon: Horizon) => Estimate,
) {
  const features = JSON.stringify(valuesOf(row));
  return horizons.map((horizon) => {
    const { probability, lower, upper, reasons } = estimateOf(horizon);
    const abstained = abstains(horizon);
    return {
      tenant: moment.tenant,
      run: moment.run,
      learner_pid: row.learner_pid,
      horizon,
      asof: moment.asof,
      scored_at: moment.scoredAt,
      abstained: abstained === '' && probability === null ? 'no-model' : abstained,
      probability,
      lower,
      upper,
      model,
      features,
      reasons,
      silence,
    };
  });
}

function valuesOf(row: FeatureRow): FeatureValues {
  return Object.fromEntries(
    featureNames.map((name) => {
      const value = row[name];
      return [name, typeof value === 'number' ? value : null];
    }),
  );
}
