export {
  alignFeatures,
  createFeatureMatrix,
  type FeatureColumn,
  type FeatureMatrix,
  featureMatrixFromRows,
  selectRows,
} from './feature-matrix.js';
export { readJson, writeJson } from './json-number.js';
export { normalQuantile } from './normal-distribution.js';
export { SeededRandom } from './random.js';

export {
  type CalibrationVerdict,
  weekCalibration,
  type WeekCalibration,
} from './drift/calibration-in-time.js';
export { type BinnedReference, type DriftReference, driftReference } from './drift/reference.js';
export {
  FEWEST_TO_COMPARE,
  type Stability,
  stability,
  type StabilityVerdict,
  type StagedValue,
} from './drift/stability.js';
export { stageOf } from './drift/stages.js';
export { standingSince } from './drift/standing.js';

export { abroca, type GroupGap, groupGap } from './metrics/abroca.js';
export { type AlertChurn, alertChurn, type AlertHistory } from './metrics/alert-churn.js';
export { calibrationErrorByChance, debiasedCalibrationError } from './metrics/calibration-noise.js';
export { type Figures, figuresOf } from './metrics/figures.js';
export { type DepartureAlerts, type LeadTime, summariseLeadTime } from './metrics/lead-time.js';
export { holm } from './metrics/holm.js';
export { type ListPoint, listCurve } from './metrics/list-curve.js';
export {
  brierScore,
  calibrationLine,
  expectedCalibrationError,
  logLoss,
  type ReliabilityBin,
  reliabilityBins,
} from './metrics/probability.js';
export { rankOutcomes, type RankedOutcomes } from './metrics/ranked-outcomes.js';
export {
  areaUnderRoc,
  averagePrecision,
  type CapacityMetrics,
  metricsAtCapacity,
} from './metrics/ranking.js';
export {
  type Interval,
  type Nested,
  nestedResamples,
  percentileInterval,
  type ResamplingUnit,
  resamplingUnit,
} from './metrics/resample.js';
export { topAgreement, type TopAgreement } from './metrics/top-agreement.js';

export { riskParameters } from './risk/risk-parameters.js';
export { jeffreysInterval } from './risk/calibration/beta-distribution.js';
export type { Estimates } from './risk/calibration/calibration.js';
export {
  type Cohort,
  RUN_LENGTH,
  type SeenCourses,
  seenCourses,
  unlikeAnySeen,
  type Unlikeness,
} from './risk/familiarity.js';
export { riskContributions, type RiskContributions } from './risk/explain/explain-risk.js';
export { whatIf } from './risk/explain/what-if.js';
export { ModelFileError } from './gbdt/lightgbm/model-file-error.js';
export { type ParsedParameters, parseParameters } from './gbdt/lightgbm/parse-parameters.js';
export { readLightGbm } from './gbdt/lightgbm/read-model.js';
export { writeLightGbm } from './gbdt/lightgbm/write-model.js';
export { type ShapExplanation, shapTable, treeShap } from './gbdt/predict/tree-shap.js';
export type { GbdtParameters } from './gbdt/parameters.js';
export { predictGbdt, predictRaw } from './gbdt/predict/predict-gbdt.js';
export { type GbdtTraining, type LabelledRows, trainGbdt } from './gbdt/train-gbdt.js';
export type { GbdtModel, Tree } from './gbdt/tree.js';
export {
  LEAST_LEARNERS,
  predictRisk,
  recalibrateRisk,
  type RiskModel,
  type RiskPrediction,
  type RiskTrainingOptions,
  trainRiskModel,
} from './risk/hazard.js';
export type { LandmarkOutcome, LandmarkTable } from './risk/landmark-table.js';
export { type LogisticModel, predictLogistic, trainLogistic } from './risk/logistic.js';

export { type BktParameters, type BktTrace, traceBkt } from './mastery/bkt.js';
export {
  type BktModel,
  type BktOptions,
  estimateMastery,
  fitBkt,
  type Mastery,
  MASTERY_BAR,
} from './mastery/fit-bkt.js';
