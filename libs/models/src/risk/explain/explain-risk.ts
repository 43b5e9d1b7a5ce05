import type { Horizon } from '#libs/contracts';
import { alignFeatures, type FeatureMatrix, selectRows } from '../../feature-matrix.js';
import { boostedContributions, meanBoostedContributions } from '../boosted-line.js';
import { type RiskModel, STEP_FEATURE } from '../hazard.js';
import { STEP_DAYS, WEEK_STEPS } from '../landmark-table.js';

/** One feature's part in a learner's risk. */
export interface RiskContribution {
  readonly feature: string;
  /** The learner's own figure; null = missing. */
  readonly value: number | null;
  /** In log-odds; above 0 raises the risk. */
  readonly contribution: number;
}

export interface RiskExplanation {
  /** Log-odds of the average training row for the weeks that are asked about. */
  readonly baseValue: number;
  /** `baseValue` + the sum of contributions, before calibration. */
  readonly rawScore: number;
  /** Strongest first. */
  readonly contributions: readonly RiskContribution[];
}

/** Contributions of many rows at once, in log-odds. */
export interface RiskContributions {
  /** By row; what the week ahead adds, which is nobody's figure, is part of it. */
  readonly baseValues: Float64Array;
  /** By feature, in the order of the model's names, then by row. */
  readonly contributions: readonly Float64Array[];
}

/**
 * Exact Shapley values of all rows (of the line, and TreeSHAP of the trees). For 7, 14 and 28 days it is the mean log-odds of leaving over the weeks
 * of the horizon that is explained: Shapley values are additive over models, so this stays exact, and the chance
 * rises with it. For `end` it is the log-odds of not completing. Calibration is monotone: it changes no direction.
 * @throws RangeError where the model has not learnt the horizon, or features are missing
 */
export function riskContributions(
  model: RiskModel,
  matrix: FeatureMatrix,
  horizon: Horizon,
): RiskContributions {
  const features = alignFeatures(matrix, model.featureNames);
  if (horizon === 'end') {
    if (model.end === null) throw new RangeError('the model has not learnt who completes');
    const { baseValue, contributions } = boostedContributions(model.end.model, features);
    return { baseValues: new Float64Array(matrix.rows).fill(baseValue), contributions };
  }
  const { hazard } = model;
  if (hazard === null) throw new RangeError('the model has not learnt who leaves when');
  const weeks = WEEK_STEPS.filter((week) => week * STEP_DAYS <= Number(horizon));
  const { baseValue, contributions } = meanBoostedContributions(hazard, features, {
    name: STEP_FEATURE,
    values: weeks,
  });
  const ofStep = contributions[model.featureNames.length]!;
  return {
    baseValues: ofStep.map((part) => part + baseValue),
    contributions: contributions.slice(0, model.featureNames.length),
  };
}

/**
 * The same of one row, by name.
 * @throws RangeError where the row does not exist, or the model has not learnt the horizon
 */
export function explainRisk(
  model: RiskModel,
  matrix: FeatureMatrix,
  row: number,
  horizon: Horizon,
): RiskExplanation {
  if (!(row >= 0 && row < matrix.rows)) throw new RangeError(`row ${String(row)} of ${String(matrix.rows)}`);
  const features = selectRows(alignFeatures(matrix, model.featureNames), Int32Array.of(row));
  const { baseValues, contributions: columns } = riskContributions(model, features, horizon);
  const baseValue = baseValues[0]!;
  const contributions = model.featureNames
    .map((feature, i): RiskContribution => {
      const value = features.columns[i]![0]!;
      return { feature, value: Number.isNaN(value) ? null : value, contribution: columns[i]![0]! };
    })
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const rawScore = contributions.reduce((sum, { contribution }) => sum + contribution, baseValue);
  return { baseValue, rawScore, contributions };
}
