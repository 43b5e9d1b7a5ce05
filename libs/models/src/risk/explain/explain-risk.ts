import type { Horizon } from '#libs/contracts';
import { alignFeatures, type FeatureMatrix, selectRows, withConstantColumn } from '../../feature-matrix.js';
import { treeShap } from '../../gbdt/predict/tree-shap.js';
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
  /** Log-odds of the average training row (for the weeks that are asked about). */
  readonly baseValue: number;
  /** `baseValue` + the sum of contributions, before calibration. */
  readonly rawScore: number;
  /** Strongest first. */
  readonly contributions: readonly RiskContribution[];
}

/**
 * Exact Shapley values (TreeSHAP) of one row. For 7, 14 and 28 days it is the mean log-odds of leaving over the weeks
 * of the horizon that is explained: Shapley values are additive over models, so this stays exact, and the chance
 * rises with it. The part of the week ahead itself is the same for everybody and belongs to the base value. For `end`
 * it is the log-odds of not completing. Calibration is monotone: it changes no direction.
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
  const sums = new Float64Array(model.featureNames.length);
  let baseValue = 0;
  if (horizon === 'end') {
    if (model.end === null) throw new RangeError('the model has not learnt who completes');
    const shap = treeShap(model.end.model, features, 0);
    baseValue = shap.baseValue;
    sums.set(shap.contributions);
  } else {
    const { hazard } = model;
    if (hazard === null) throw new RangeError('the model has not learnt who leaves when');
    const weeks = WEEK_STEPS.filter((week) => week * STEP_DAYS <= Number(horizon));
    for (const week of weeks) {
      const shap = treeShap(hazard, withConstantColumn(features, STEP_FEATURE, week), 0);
      baseValue += (shap.baseValue + shap.contributions[sums.length]!) / weeks.length;
      for (let i = 0; i < sums.length; i++) sums[i]! += shap.contributions[i]! / weeks.length;
    }
  }
  const contributions = model.featureNames
    .map((feature, i): RiskContribution => {
      const value = features.columns[i]![0]!;
      return { feature, value: Number.isNaN(value) ? null : value, contribution: sums[i]! };
    })
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  return { baseValue, rawScore: sums.reduce((sum, part) => sum + part, baseValue), contributions };
}
