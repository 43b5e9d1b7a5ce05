import type { GbdtParameters } from '../parameters.js';

type Name = keyof GbdtParameters;

/** LightGBM's name of each parameter, and its aliases (docs/Parameters.rst). */
export const LIGHTGBM_NAMES: Readonly<Record<Exclude<Name, 'categoricalFeatures'>, readonly string[]>> = {
  objective: ['objective', 'objective_type', 'app', 'application', 'loss'],
  numIterations: [
    'num_iterations',
    'num_iteration',
    'n_iter',
    'num_tree',
    'num_trees',
    'num_round',
    'num_rounds',
    'nrounds',
    'num_boost_round',
    'n_estimators',
    'max_iter',
  ],
  learningRate: ['learning_rate', 'shrinkage_rate', 'eta'],
  numLeaves: ['num_leaves', 'num_leaf', 'max_leaves', 'max_leaf', 'max_leaf_nodes'],
  maxDepth: ['max_depth'],
  maxBin: ['max_bin', 'max_bins'],
  minDataInBin: ['min_data_in_bin'],
  minDataInLeaf: [
    'min_data_in_leaf',
    'min_data_per_leaf',
    'min_data',
    'min_child_samples',
    'min_samples_leaf',
  ],
  minSumHessianInLeaf: [
    'min_sum_hessian_in_leaf',
    'min_sum_hessian_per_leaf',
    'min_sum_hessian',
    'min_hessian',
    'min_child_weight',
  ],
  lambdaL1: ['lambda_l1', 'reg_alpha', 'l1_regularization'],
  lambdaL2: ['lambda_l2', 'reg_lambda', 'lambda', 'l2_regularization'],
  minGainToSplit: ['min_gain_to_split', 'min_split_gain'],
  featureFraction: ['feature_fraction', 'sub_feature', 'colsample_bytree'],
  baggingFraction: ['bagging_fraction', 'sub_row', 'subsample', 'bagging'],
  baggingFreq: ['bagging_freq', 'subsample_freq'],
  earlyStoppingRounds: [
    'early_stopping_round',
    'early_stopping_rounds',
    'early_stopping',
    'n_iter_no_change',
  ],
  monotoneConstraints: ['monotone_constraints', 'mc', 'monotone_constraint', 'monotonic_cst'],
  maxCatToOnehot: ['max_cat_to_onehot'],
  maxCatThreshold: ['max_cat_threshold'],
  catSmooth: ['cat_smooth'],
  catL2: ['cat_l2'],
  minDataPerGroup: ['min_data_per_group'],
  useMissing: ['use_missing'],
  zeroAsMissing: ['zero_as_missing'],
  boostFromAverage: ['boost_from_average'],
  scalePosWeight: ['scale_pos_weight'],
  isUnbalance: ['is_unbalance', 'unbalance', 'unbalanced_sets'],
  sigmoid: ['sigmoid'],
  alpha: ['alpha'],
  fairC: ['fair_c'],
  poissonMaxDeltaStep: ['poisson_max_delta_step'],
  tweedieVariancePower: ['tweedie_variance_power'],
  seed: ['seed', 'random_seed', 'random_state'],
};

/** Parameters as the end of a model file lists them. */
export function lightGbmParameters(parameters: GbdtParameters): Record<string, string> {
  const text = (value: GbdtParameters[Name]): string =>
    Array.isArray(value)
      ? value.join(',')
      : typeof value === 'boolean'
        ? String(Number(value))
        : String(value);
  const named = Object.entries(LIGHTGBM_NAMES).map(([name, [official]]) => [
    official!,
    text(parameters[name as Name]),
  ]);
  return {
    boosting: 'gbdt',
    ...(Object.fromEntries(named) as Record<string, string>),
    categorical_feature: parameters.categoricalFeatures.join(','),
  };
}
