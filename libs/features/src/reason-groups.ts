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
  const groups = new Map<Feature['family'], PartOfGroup[]>();
  for (const [index, feature] of allFeatures.entries()) {
    const part = { feature, contribution: contributions[index] ?? 0 };
    groups.set(feature.family, [...(groups.get(feature.family) ?? []), part]);
  }
  return Array.from(groups, ([group, parts]) => ({
    group,
    contribution: parts.reduce((sum, { contribution }) => sum + contribution, 0),
    parts: parts.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
  })).sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
}
