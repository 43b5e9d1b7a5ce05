import { allFeatures, features } from './catalogue.js';
import type { FeatureValues } from './feature.js';

/** Features whose sizes can be compared between courses: what is a hundred times as large was counted otherwise. */
export const amountFeatures: readonly string[] = features
  .filter(({ unit }) => unit === 'count' || unit === 'minutes')
  .map(({ name }) => name);

/** Features of what learners do; those of the calendar say nothing of what a course is like. */
export const behaviourFeatures: readonly string[] = allFeatures
  .filter(({ window }) => window !== null)
  .map(({ name }) => name);

/** Days that the run lasts, from how far into it the landmark is; NaN = not known. */
export const runDaysOf = ({ elapsed_days: elapsed, progress_share: progress }: FeatureValues): number =>
  elapsed != null && progress != null && progress > 0 ? elapsed / progress : Number.NaN;
