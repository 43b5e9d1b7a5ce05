export { trainMastery, type TrainedMastery } from './mastery/train-mastery.js';
export { readLandmarks, UnknownRunError } from './risk/read-landmarks.js';
export { trainRisk, type RiskTraining, type TrainedRisk } from './risk/train-risk.js';
export {
  evaluateRisk,
  type EvaluationReport,
  type EvaluationRow,
  type RiskEvaluation,
} from './risk/evaluate-risk.js';
export { ModelFileError, readModelFile, writeModelFile, type RiskModelFile } from './risk/model-file.js';
export { riskTargets, type LabelRule, type RiskTarget } from './risk/outcome.js';
