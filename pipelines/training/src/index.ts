export { trainMastery, type TrainedMastery } from './mastery/train-mastery.js';
export { readLandmarks, UnknownRunError } from './risk/read-landmarks.js';
export { trainRisk, type RiskTraining, type TrainedRisk } from './risk/train-risk.js';
export {
  evaluateRisk,
  type EvaluationReport,
  type EvaluationRow,
  type RiskEvaluation,
} from './risk/evaluate-risk.js';
