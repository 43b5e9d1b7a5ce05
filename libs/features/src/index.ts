export { acts } from './acts.js';
export { amountFeatures, behaviourFeatures, runDaysOf } from './amounts.js';
export type { Feature, FeatureValues } from './feature.js';
export { allFeatures, featureDirections, featureNames, featurePenalties } from './catalogue.js';
export { counted } from './counted.js';
export { keptFigures, keptNames, readFigures } from './kept-figures.js';
export { keptReasons, readReasons } from './kept-reasons.js';
export {
  featureVector,
  type Figures,
  figuresQuery,
  landmarkQuery,
  type FeatureRow,
} from './landmark-query.js';
export { groupsOf } from './reason-groups.js';
export { chosenReasons, type KeptReason, toldReasons } from './reasons.js';
export { responsesQuery } from './responses-query.js';
export { ROLLUP_SQL, RUNS_ROLLUP_SQL } from './rollup-query.js';
export {
  classifySilence,
  excusedDays,
  SILENT_DAYS,
  type Silence,
  type SilenceKind,
} from './silence/classify-silence.js';
export { readSilence } from './silence/kept-silence.js';
export { type Network, networkOf } from './silence/network.js';
export type { Presence } from './silence/presence.js';
export { presenceQuery } from './silence/presence-query.js';
export { usualFigures } from './usual-figures.js';
