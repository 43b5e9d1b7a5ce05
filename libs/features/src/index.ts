export type { Feature, FeatureValues } from './feature.js';
export { allFeatures, featureDirections, featureNames } from './catalogue.js';
export { counted } from './counted.js';
export { featureVector, landmarkQuery, usualQuery, type FeatureRow } from './landmark-query.js';
export { groupsOf } from './reason-groups.js';
export { reasonsOf, type ReasonContext } from './reasons.js';
export { responsesQuery } from './responses-query.js';
export { ROLLUP_SQL, RUNS_ROLLUP_SQL } from './rollup-query.js';
export {
  classifySilence,
  SILENT_DAYS,
  type Silence,
  silenceKinds,
  type SilenceKind,
} from './silence/classify-silence.js';
export { type Network, networkOf } from './silence/network.js';
export type { Presence } from './silence/presence.js';
export { usualFigures } from './usual-figures.js';
