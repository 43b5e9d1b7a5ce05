export type { Feature, FeatureValues } from './feature.js';
export { allFeatures, featureNames } from './catalogue.js';
export { LANDMARK_SQL } from './landmark-query.js';
export { ROLLUP_SQL } from './rollup-query.js';
