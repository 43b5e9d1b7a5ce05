import { horizons, type Horizon } from '#libs/contracts';
import { featureNames, featureVector, reasonsOf, type FeatureRow, type FeatureValues } from '#libs/features';
import { explainRisk, featureMatrixFromRows, predictRisk, type RiskModel } from '#libs/models';

/** Why there is no chance: the history is too short, or the model has not learnt the horizon. */
type Abstention = 'short-history' | 'no-model';

/** Days since the learner could first have been active, below which nothing is said. */
const SHORTEST_HISTORY_DAYS = 7;

/** The horizon whose reasons stand with every score: the one that managers act on, or the only one that was learnt. */
const explainedBy = (model: RiskModel): Horizon => (model.hazard === null ? 'end' : '14');

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

/** Rows of ClickHouse's `scores` for learners of one run: one a learner and horizon, abstentions too. */
export function scoreRows(active: ScoringModel, landmarks: readonly FeatureRow[], moment: ScoringMoment) {
  const matrix = featureMatrixFromRows(featureNames, landmarks.map(featureVector));
  const prediction = predictRisk(active.model, matrix);
  return landmarks.flatMap((row, index) => {
    const values = valuesOf(row);
    if (historyDays(values) < SHORTEST_HISTORY_DAYS)
      return rowsOf(row, moment, 'short-history', active.version, () => nothing);
    const explained = explainRisk(active.model, matrix, index, explainedBy(active.model));
    const byName = new Map(
      explained.contributions.map(({ feature, contribution }) => [feature, contribution]),
    );
    const reasons = reasonsOf(
      featureNames.map((name) => byName.get(name) ?? 0),
      values,
      { learner: row.learner_pid, run: moment.code, asof: moment.asof },
    );
    return rowsOf(row, moment, '', active.version, (horizon) => {
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

/** Since the start, or since a registration after it. */
function historyDays({ elapsed_days: elapsed, registered_ahead_days: ahead }: FeatureValues): number {
  return (elapsed ?? 0) + Math.min(ahead ?? 0, 0);
}

interface Estimate {
  readonly probability: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly reasons: readonly unknown[];
}
const nothing: Estimate = { probability: null, lower: null, upper: null, reasons: [] };

function rowsOf(
  row: FeatureRow,
  moment: ScoringMoment,
  abstained: Abstention | '',
  model: string,
  estimateOf: (horizon: Horizon) => Estimate,
) {
  const features = JSON.stringify(valuesOf(row));
  return horizons.map((horizon) => {
    const { probability, lower, upper, reasons } = estimateOf(horizon);
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
      reasons: JSON.stringify(reasons),
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
