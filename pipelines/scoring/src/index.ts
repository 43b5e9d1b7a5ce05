export { createScoreTouched } from './risk/score-touched.js';
export { sweepTenant } from './risk/sweep.js';
export type { ScoringDependencies } from './risk/score-run.js';
export type { TenantDay } from './risk/tenant-day.js';
export type { ScoringModel } from './risk/scoring-model.js';
export type { MasteryModel } from './mastery/estimate-mastery.js';
export {
  predictLandmarks,
  type LandmarkPrediction,
  type PredictedRun,
  type PredictionRequest,
} from './risk/predict-landmarks.js';
