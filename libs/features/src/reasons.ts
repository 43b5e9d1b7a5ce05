import { addDays, type EvidenceRef, type Reason } from '#libs/contracts';
import type { Feature, FeatureValues } from './feature.js';
import { type GroupOfReasons, groupsOf } from './reason-groups.js';

/** Contributions smaller than this, in log-odds, are not worth a sentence (a change of the odds by 5 %). */
const LEAST_CONTRIBUTION = 0.05;

export interface ReasonContext {
  readonly learner: string;
  /** Code of the run. */
  readonly run: string;
  /** The landmark, YYYY-MM-DD: events of days before it were seen. */
  readonly asof: string;
  /** What is usual in the run on that day; absent = not known. */
  readonly usual?: FeatureValues | undefined;
  /** The learner's figures of about 7 days before, and what the same model makes of them; absent = there are none. */
  readonly weekBefore?:
    { readonly values: FeatureValues; readonly contributions: ArrayLike<number> } | undefined;
}

/**
 * What a model's contributions say in words: the strongest group first, each in the words of its strongest feature that
 * moves the chance the same way, may be shown and makes sense at its value.
 * @param contributions log-odds added by each feature, in the order of `featureNames`
 */
export function reasonsOf(
  contributions: ArrayLike<number>,
  values: FeatureValues,
  context: ReasonContext,
  most = 5,
): Reason[] {
  const { usual, weekBefore } = context;
  const before = new Map(
    weekBefore && groupsOf(weekBefore.contributions).map((one) => [one.group, one.contribution]),
  );
  return groupsOf(contributions)
    .filter(({ contribution }) => Math.abs(contribution) >= LEAST_CONTRIBUTION)
    .flatMap((group): Reason[] => {
      const speaker = speakerOf(group, values);
      if (speaker === null) return [];
      const { feature, text, own } = speaker;
      const then = before.get(group.group);
      return [
        {
          feature: feature.name,
          group: group.group,
          direction: group.contribution > 0 ? 'raises' : 'lowers',
          contribution: group.contribution,
          change: then === undefined ? null : group.contribution - then,
          text,
          figure: {
            label: feature.label,
            unit: feature.unit,
            own,
            usual: usual?.[feature.name] ?? null,
            weekBefore: weekBefore?.values[feature.name] ?? null,
          },
          evidence: evidenceOf(feature, context),
        },
      ];
    })
    .slice(0, most);
}

function speakerOf({ contribution: sum, parts }: GroupOfReasons, values: FeatureValues) {
  for (const { feature, contribution } of parts) {
    const own = values[feature.name];
    if (own == null || contribution * sum <= 0) continue;
    const text = feature.sentence?.(own, sum > 0, values);
    if (text != null) return { feature, text, own };
  }
  return null;
}

function evidenceOf({ window, kinds }: Feature, { learner, run, asof }: ReasonContext): EvidenceRef | null {
  if (window === null) return null;
  return {
    learner,
    run,
    ...(kinds.length > 0 ? { kinds: [...kinds] } : {}),
    ...(window === 'all' ? {} : { from: addDays(asof, -window) }),
    to: asof,
  };
}
