import type { Horizon } from '#libs/contracts';
import {
  predictLogistic,
  predictRisk,
  selectRows,
  trainLogistic,
  type FeatureMatrix,
  type LandmarkTable,
  type RiskModel,
} from '#libs/models';
import { labelOf } from '../target.js';

/** Something that gives chances to the rows of a matrix. */
export interface Contestant {
  readonly name: 'snowlight' | 'previous model' | 'logistic regression' | '7-day rule';
  /** null where it has not learnt this horizon. */
  readonly chances: (horizon: Horizon, features: FeatureMatrix) => Float64Array | null;
}

export const snowlight = (model: RiskModel): Contestant => ofModel('snowlight', model);

/** Of the horizons that it may speak of. */
export const previousModel = (model: RiskModel, unlearnt: readonly Horizon[] = []): Contestant =>
  ofModel('previous model', model, unlearnt);

function ofModel(name: Contestant['name'], model: RiskModel, unlearnt: readonly Horizon[] = []): Contestant {
  return {
    name,
    chances: (horizon, features) =>
      unlearnt.includes(horizon) ? null : (predictRisk(model, features)[horizon]?.p ?? null),
  };
}

/** One regression a horizon, on the same landmarks and features. */
export function logisticRegression(training: LandmarkTable): Contestant {
  const models = new Map<Horizon, ReturnType<typeof trainLogistic>>();
  return {
    name: 'logistic regression',
    chances(horizon, features) {
      const known = knownRows(horizon, training);
      if (!known.labels.includes(0) || !known.labels.includes(1)) return null;
      const model = models.get(horizon) ?? trainLogistic(known);
      models.set(horizon, model);
      return predictLogistic(model, features);
    },
  };
}

/**
 * "No visit for 7 days", the rule that learning platforms ship. It knows two groups; each gets the share of its kind
 * that left in the training data, so that its chances can be judged at all.
 */
export function sevenDayRule(training: LandmarkTable): Contestant {
  return {
    name: '7-day rule',
    chances(horizon, features) {
      const { features: trainedOn, labels } = knownRows(horizon, training);
      if (labels.length === 0) return null;
      const silent = isSilent(trainedOn);
      const share = (group: boolean): number => {
        const rows = [...labels.keys()].filter((row) => silent[row] === group);
        return rows.reduce((sum, row) => sum + labels[row]!, 0) / Math.max(rows.length, 1);
      };
      const [active, quiet] = [share(false), share(true)];
      return Float64Array.from(isSilent(features), (on) => (on ? quiet : active));
    },
  };
}

export function isSilent(features: FeatureMatrix): boolean[] {
  const days = features.columns[features.names.indexOf('days_since_last')]!;
  return Array.from(days, (value) => value >= 7);
}

function knownRows(
  horizon: Horizon,
  table: LandmarkTable,
): { features: FeatureMatrix; labels: Float64Array } {
  const labels = table.rows.map((row) => labelOf(horizon, row));
  const rows = Int32Array.from([...labels.keys()].filter((row) => labels[row] !== null));
  return {
    features: selectRows(table.features, rows),
    labels: Float64Array.from(rows, (row) => labels[row] ?? 0),
  };
}
