import { allFeatures } from './catalogue.js';
import type { Feature } from './feature.js';

export interface PartOfGroup {
  readonly feature: Feature;
  /** Log-odds. */
  readonly contribution: number;
}

/** What features that say the same in other words add together. */
export interface GroupOfReasons {
  readonly group: Feature['family'];
  /** Log-odds: the sum of its parts. */
  readonly contribution: number;
  /** Strongest first. */
  readonly parts: readonly PartOfGroup[];
}

/**
 * Contributions by family, strongest first. Trees share the effect of correlated features among them as it happens, so
 * each alone says little and another seed shares it otherwise; their sum is steady. Shapley values are additive: the
 * groups together are what the features together are.
 * @param contributions log-odds added by each feature, in the order of `featureNames`
 */
export function groupsOf(contributions: ArrayLike<number>): GroupOfReasons[] {
  const groups = families.map(
    (group): { group: Feature['family']; contribution: number; parts: PartOfGroup[] } => ({
      group,
      contribution: 0,
      parts: [],
    }),
  );
  for (let index = 0; index < allFeatures.length; index++) {
    const own = groups[familyOf[index]!]!;
    const contribution = contributions[index] ?? 0;
    own.contribution += contribution;
    own.parts.push({ feature: allFeatures[index]!, contribution });
  }
  for (const { parts } of groups) parts.sort(strongestFirst);
  return groups.sort(strongestFirst);
}

const families: readonly Feature['family'][] = [...new Set(allFeatures.map(({ family }) => family))];
/** By feature, the place of its family. */
const familyOf = allFeatures.map(({ family }) => families.indexOf(family));
const strongestFirst = (a: { contribution: number }, b: { contribution: number }): number =>
  Math.abs(b.contribution) - Math.abs(a.contribution);
