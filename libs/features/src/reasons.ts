import * as z from 'zod';
import { addDays, type EvidenceRef, type Reason } from '#libs/contracts';
import { allFeatures } from './catalogue.js';
import type { Feature, FeatureValues } from './feature.js';
import { groupsOf, speakersOf } from './reason-groups.js';

/** Contributions smaller than this, in log-odds, are not worth a sentence (a change of the odds by 5 %). */
const LEAST_CONTRIBUTION = 0.05;

/** Whom reasons are of, and when. */
export interface ReasonPlace {
  readonly learner: string;
  /** Code of the run. */
  readonly run: string;
  /** The landmark, YYYY-MM-DD: events of days before it were seen. */
  readonly asof: string;
}

/** What reasons are compared with. */
export interface ReasonContext {
  /** What is usual in the run on that day; absent = not known. */
  readonly usual?: FeatureValues | undefined;
  /** The learner's figures of about 7 days before, and what the same model makes of them; absent = there are none. */
  readonly weekBefore?:
    { readonly values: FeatureValues; readonly contributions: ArrayLike<number> } | undefined;
}

/**
 * Of a reason what neither the catalogue nor the learner's figures say: the feature that speaks, what its group adds
 * (log-odds), what of that has changed since the week before, and the figure that is usual and the one of the week
 * before; null = not known.
 */
export const KeptReason = z.tuple([
  z.string(),
  z.number(),
  z.number().nullable(),
  z.number().nullable(),
  z.number().nullable(),
]);
export type KeptReason = z.infer<typeof KeptReason>;

/**
 * What of a model's contributions is worth saying: the strongest group first, each by its strongest feature that moves
 * the chance the same way, may be shown and makes sense at its value.
 * @param contributions log-odds added by each feature, in the order of `featureNames`
 */
export function chosenReasons(
  contributions: ArrayLike<number>,
  values: FeatureValues,
  { usual, weekBefore }: ReasonContext,
  most = 5,
): KeptReason[] {
  const before = weekBefore && groupsOf(weekBefore.contributions);
  const chosen: KeptReason[] = [];
  for (const group of groupsOf(contributions)) {
    if (chosen.length === most || Math.abs(group.contribution) < LEAST_CONTRIBUTION) break;
    const speaker = speakersOf(group, contributions).find(
      (feature) => sentenceOf(feature, group.contribution, values) !== null,
    );
    if (speaker === undefined) continue;
    const then = before?.find((one) => one.group === group.group);
    chosen.push([
      speaker.name,
      group.contribution,
      then === undefined ? null : group.contribution - then.contribution,
      usual?.[speaker.name] ?? null,
      weekBefore?.values[speaker.name] ?? null,
    ]);
  }
  return chosen;
}

const featureOf = new Map(allFeatures.map((feature) => [feature.name, feature]));

/** Reasons in words. What the catalogue does not know any more, or would not say of these figures, is left out. */
export function toldReasons(
  chosen: readonly KeptReason[],
  values: FeatureValues,
  place: ReasonPlace,
): Reason[] {
  return chosen.flatMap(([name, contribution, change, usual, weekBefore]): Reason[] => {
    const feature = featureOf.get(name);
    const own = values[name];
    if (feature === undefined || own == null) return [];
    const text = sentenceOf(feature, contribution, values);
    if (text === null) return [];
    return [
      {
        feature: name,
        group: feature.family,
        direction: contribution > 0 ? 'raises' : 'lowers',
        contribution,
        change,
        text,
        figure: { label: feature.label, unit: feature.unit, own, usual, weekBefore },
        evidence: evidenceOf(feature, place),
      },
    ];
  });
}

/** null where the feature must not be shown, or makes no sense at its value. */
function sentenceOf({ name, sentence }: Feature, contribution: number, values: FeatureValues) {
  const own = values[name];
  return own == null ? null : (sentence?.(own, contribution > 0, values) ?? null);
}

function evidenceOf({ window, kinds }: Feature, { learner, run, asof }: ReasonPlace): EvidenceRef | null {
  if (window === null) return null;
  return {
    learner,
    run,
    ...(kinds.length > 0 ? { kinds: [...kinds] } : {}),
    ...(window === 'all' ? {} : { from: addDays(asof, -window) }),
    to: asof,
  };
}
