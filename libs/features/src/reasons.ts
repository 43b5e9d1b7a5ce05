import * as z from 'zod';
import { addDays, type BilingualText, type EvidenceRef, type Reason } from '#libs/contracts';
import { allFeatures } from './catalogue.js';
import type { Feature, FeatureValues } from './feature.js';
import { groupsOf, speakersOf } from './reason-groups.js';
import { excusedDays, type SilentDays } from './silence/classify-silence.js';

/** Contributions smaller than this, in log-odds, are not worth a sentence (a change of the odds by 5 %). */
const LEAST_CONTRIBUTION = 0.05;

/** Whom reasons are of, and when. */
export interface ReasonPlace {
  readonly learner: string;
  /** Code of the run. */
  readonly run: string;
  /** The landmark, YYYY-MM-DD: events of days before it were seen. */
  readonly asof: string;
  /** As it was judged with the score; left out or null = was heard. */
  readonly silence?: SilentDays | null | undefined;
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
      (feature) => sentenceOf(feature, group.contribution, values, null) !== null,
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
  const silence = place.silence ?? null;
  return chosen.flatMap(([name, contribution, change, usual, weekBefore]): Reason[] => {
    const feature = featureOf.get(name);
    const own = values[name];
    if (feature === undefined || own == null) return [];
    const text = sentenceOf(feature, contribution, values, silence);
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
function sentenceOf(
  { name, sentence, window }: Feature,
  contribution: number,
  values: FeatureValues,
  silence: SilentDays | null,
): BilingualText | null {
  const own = values[name];
  const text = own == null ? null : (sentence?.(own, contribution > 0, values, silence) ?? null);
  const excused = excusedDays(silence);
  return text !== null && excused > 0 && typeof window === 'number' ? besideExcused(text, excused) : text;
}

/** "The last days" of a sentence are those that count. */
const besideExcused = ({ zh, en }: BilingualText, excused: number): BilingualText => ({
  zh: `${zh.replace(/。$/, '')}(另有 ${String(excused)} 天不计)。`,
  en: `${en.replace(/\.$/, '')} (${String(excused)} more excused).`,
});

/** The days that the figure was counted over: they end as many earlier as are excused. */
function evidenceOf(
  { window, kinds }: Feature,
  { learner, run, asof, silence }: ReasonPlace,
): EvidenceRef | null {
  if (window === null) return null;
  const end = addDays(asof, -excusedDays(silence));
  return {
    learner,
    run,
    ...(kinds.length > 0 ? { kinds: [...kinds] } : {}),
    ...(window === 'all' ? {} : { from: addDays(end, -window) }),
    to: end,
  };
}
