export {
  createFeatureMatrix,
  type FeatureColumn,
  type FeatureMatrix,
  featureMatrixFromRows,
  selectRows,
} from './feature-matrix.js';
export { bootstrapInterval, type Interval } from './metrics/bootstrap.js';
export { type DepartureAlerts, leadDays, type LeadTime, summariseLeadTime } from './metrics/lead-time.js';
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
export { SeededRandom } from './random.js';
export { type ShapExplanation, treeShap } from './risk/explain/tree-shap.js';
export type { GbdtParameters } from './risk/gbdt/parameters.js';
export { predictProbability, predictRaw } from './risk/gbdt/predict-gbdt.js';
export { type GbdtTraining, type LabelledRows, trainGbdt } from './risk/gbdt/train-gbdt.js';
export type { GbdtModel, Tree } from './risk/gbdt/tree.js';
