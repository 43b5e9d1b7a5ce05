export {
  createFeatureMatrix,
  type FeatureColumn,
  type FeatureMatrix,
  featureMatrixFromRows,
  selectRows,
} from './feature-matrix.js';
export { SeededRandom } from './random.js';

export { bootstrapInterval, type Interval } from './metrics/bootstrap.js';
export { type DepartureAlerts, type LeadTime, summariseLeadTime } from './metrics/lead-time.js';
export {
  brierScore,
  calibrationLine,
  expectedCalibrationError,
  logLoss,
  type ReliabilityBin,
  reliabilityBins,
} from './metrics/probability.js';
export {
  areaUnderRoc,
  averagePrecision,
  type CapacityMetrics,
  metricsAtCapacity,
} from './metrics/ranking.js';
export { topAgreement, type TopAgreement } from './metrics/top-agreement.js';

export type { Estimates } from './risk/calibration/calibration.js';
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
  predictRisk,
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
