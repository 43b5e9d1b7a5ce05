export type { CurrentScore, CurrentScores, LearnerSignals, SkillGap } from './signals.js';
