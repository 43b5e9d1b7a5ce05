export { trainMastery, type TrainedMastery } from './mastery/train-mastery.js';
export { findRuns, readLandmarks, UnknownRunError } from './risk/read-landmarks.js';
export { registeredRisk } from './risk/registered-risk.js';
export { trainRisk, type RiskTraining, type TrainedRisk } from './risk/train-risk.js';
export { evaluateRisk, type PreviousModel, type RiskEvaluation } from './risk/evaluation/evaluate-risk.js';
export type {
  Difference,
  Estimate,
  EvaluationCurves,
  EvaluationReport,
  EvaluationRow,
  FigureName,
  LeaveOneOut,
  Method,
  ReliabilityPoint,
  SubgroupAudit,
  SubgroupFigures,
} from './risk/evaluation/report.js';
export { horizonName } from './risk/evaluation/split.js';
export type { Demographics, DemographicsOfRun } from './risk/evaluation/subgroups.js';
export { ModelFileError, readModelFile, writeModelFile, type RiskModelFile } from './risk/model-file.js';
export { riskTargets, type LabelRule, type RiskTarget } from './risk/outcome.js';
