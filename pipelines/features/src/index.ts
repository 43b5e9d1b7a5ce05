export { createCountAgain, type CountAgainDependencies } from './count-again.js';
export { recoverTouched } from './recover.js';
