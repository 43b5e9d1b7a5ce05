export { createCountAgain, type CountAgainDependencies } from './count-again.js';
export { declareSilent } from './declare-silent.js';
export { mirrorChanges, type MirrorDependencies } from './mirror.js';
