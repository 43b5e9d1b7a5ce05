export { createScoreTouched } from './risk/score-touched.js';
export { sweepTenant } from './risk/sweep.js';
export type { ScoringDependencies, TenantDay } from './risk/score-run.js';
export type { ScoringModel } from './risk/score-row.js';
export type { MasteryModel } from './mastery/estimate-mastery.js';
export {
  predictLandmarks,
  type LandmarkPrediction,
  type PredictedRun,
  type PredictionRequest,
} from './risk/predict-landmarks.js';
