export { trainMastery, type TrainedMastery } from './mastery/train-mastery.js';
export { findRuns, readLandmarks, UnknownRunError } from './risk/read-landmarks.js';
export { registeredRisk } from './risk/registered-risk.js';
export {
  learnRisk,
  trainingOffsets,
  trainRisk,
  type RiskTraining,
  type TrainedRisk,
  versionOf,
} from './risk/train-risk.js';
export { filterLandmarks, joinLandmarks } from './risk/join-landmarks.js';
export { knownOutcomes, lossAndRanking } from './risk/challenge/held-out.js';
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
export { storedDemographics } from './risk/evaluation/stored-demographics.js';
export { horizonName } from './risk/evaluation/split.js';
export type { Demographics, DemographicsOfRun } from './risk/evaluation/subgroups.js';
export { ModelFileError, readModelFile, writeModelFile, type RiskModelFile } from './risk/model-file.js';
export { riskTargets, type LabelRule, type RiskTarget } from './risk/outcome.js';
export { challenge, type ChallengeAnswer, type ChallengeTask } from './risk/challenge/challenge.js';
export { keepBaseline } from './risk/challenge/keep-baseline.js';
export { whyPromoted } from './risk/challenge/why-promoted.js';
export { tryChallenger, type TrainingHand } from './risk/challenge/try-challenger.js';
export {
  recalibrate,
  type RecalibrationAnswer,
  type RecalibrationTask,
} from './risk/recalibrate/recalibrate.js';
export { tryRecalibration, type RecalibratingHand } from './risk/recalibrate/try-recalibration.js';
export { judgeWatch } from './risk/watch/judge-watch.js';
export { mondayOf } from './risk/watch/read-watch.js';
export { watchModel } from './risk/watch/watch-model.js';
export type { WatchingHand, WatchTask } from './risk/watch/watch-task.js';
