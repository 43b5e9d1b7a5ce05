import { allFeatures } from './catalogue.js';
import type { Feature } from './feature.js';

/** What features that say the same in other words add together. */
export interface GroupOfReasons {
  readonly group: Feature['family'];
  /** Log-odds: the sum of its features. */
  readonly contribution: number;
}

const families: readonly Feature['family'][] = [...new Set(allFeatures.map(({ family }) => family))];
/** By feature, the place of its family. */
const familyOf = Uint8Array.from(allFeatures, ({ family }) => families.indexOf(family));

const membersOf = new Map(
  families.map((family, at) => [family, [...familyOf.keys()].filter((index) => familyOf[index] === at)]),
);

/**
 * Contributions by family, strongest first. Trees share the effect of correlated features among them as it happens, so
 * each alone says little and another seed shares it otherwise; their sum is steady. Shapley values are additive: the
 * groups together are what the features together are.
 * @param contributions log-odds added by each feature, in the order of `featureNames`
 */
export function groupsOf(contributions: ArrayLike<number>): GroupOfReasons[] {
  const sums = new Array<number>(families.length).fill(0);
  for (let index = 0; index < familyOf.length; index++) sums[familyOf[index]!]! += contributions[index] ?? 0;
  return families
    .map((group, at) => ({ group, contribution: sums[at]! }))
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
}

/** Features of a group that move the chance as it does, strongest first. */
export function speakersOf(
  { group, contribution }: GroupOfReasons,
  contributions: ArrayLike<number>,
): readonly Feature[] {
  return membersOf
    .get(group)!
    .filter((index) => (contributions[index] ?? 0) * contribution > 0)
    .sort((a, b) => Math.abs(contributions[b]!) - Math.abs(contributions[a]!))
    .map((index) => allFeatures[index]!);
}
