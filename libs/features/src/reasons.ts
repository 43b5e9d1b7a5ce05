import type { EvidenceRef, Reason } from '#libs/contracts';
import { allFeatures } from './catalogue.js';
import type { Feature, FeatureValues } from './feature.js';

/** Contributions smaller than this, in log-odds, are not worth a sentence (a change of the odds by 5 %). */
const LEAST_CONTRIBUTION = 0.05;

export interface ReasonContext {
  readonly learner: string;
  /** Code of the run. */
  readonly run: string;
  /** The landmark, YYYY-MM-DD: events of days before it were seen. */
  readonly asof: string;
}

/**
 * What a model's contributions say in words: the largest first, one a family, only what may be shown and makes sense
 * at its value.
 * @param contributions log-odds added by each feature, in the order of `featureNames`
 */
export function reasonsOf(
  contributions: ArrayLike<number>,
  values: FeatureValues,
  context: ReasonContext,
  most = 5,
): Reason[] {
  const families = new Set<string>();
  const reasons: Reason[] = [];
  const order = allFeatures
    .map((feature, index) => ({ feature, contribution: contributions[index] ?? 0 }))
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  for (const { feature, contribution } of order) {
    if (reasons.length === most || Math.abs(contribution) < LEAST_CONTRIBUTION) break;
    const value = values[feature.name];
    if (families.has(feature.family) || value == null) continue;
    const text = feature.sentence?.(value, contribution > 0, values);
    if (text == null) continue;
    families.add(feature.family);
    reasons.push({
      feature: feature.name,
      direction: contribution > 0 ? 'raises' : 'lowers',
      contribution,
      text,
      evidence: evidenceOf(feature, context),
    });
  }
  return reasons;
}

function evidenceOf({ window, kinds }: Feature, { learner, run, asof }: ReasonContext): EvidenceRef | null {
  if (window === null) return null;
  return {
    learner,
    run,
    ...(kinds.length > 0 ? { kinds: [...kinds] } : {}),
    ...(window === 'all' ? {} : { from: dayBefore(asof, window) }),
    to: asof,
  };
}

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
