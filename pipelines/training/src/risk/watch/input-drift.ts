import { allFeatures } from '#libs/features';
import type { ModelWatch } from '#libs/contracts';
import { stability, stageOf, standingSince, type DriftReference, type StagedValue } from '#libs/models';
import { STAGE_FEATURE } from './reference-of.js';

/** What was said of a learner in a week, and what it was said from. */
export interface Said {
  readonly chance: number;
  readonly figures: Readonly<Record<string, number | null>>;
}

type Week = NonNullable<ModelWatch['scores']>['weeks'][number];

/** Figures and chances of one week against the model's reference. */
export interface ComparedWeek {
  readonly features: ReadonlyMap<string, Week>;
  readonly scores: Week;
}

export function compareWeek(reference: DriftReference, week: string, said: readonly Said[]): ComparedWeek {
  const names = Object.keys(reference.features);
  const compared = names.length + 1;
  const stages = said.map(({ figures }) => stageOf(figures[STAGE_FEATURE] ?? 0));
  const staged = (valueOf: (one: Said) => number): StagedValue[] =>
    said.flatMap((one, i) => (stages[i] == null ? [] : [{ stage: stages[i], value: valueOf(one) }]));
  const against = (of: DriftReference['scores'], valueOf: (one: Said) => number): Week => ({
    week,
    ...stability(of, reference.learners, staged(valueOf), compared),
  });
  return {
    features: new Map(
      names.map((name) => [name, against(reference.features[name]!, ({ figures }) => figures[name] ?? NaN)]),
    ),
    scores: against(reference.scores, ({ chance }) => chance),
  };
}

/** Each figure over the weeks, those with an alarm first, then by how far they lie off. */
export function inputsOf(weeks: readonly ComparedWeek[]): NonNullable<ModelWatch['inputs']> {
  const names = [...(weeks[0]?.features.keys() ?? [])];
  return names
    .map((feature) => {
      const own = weeks.map(({ features }) => features.get(feature)!);
      const label = allFeatures.find(({ name }) => name === feature)?.label ?? { zh: feature, en: feature };
      return { feature, label, ...steadiness(own) };
    })
    .sort((a, b) => Number(b.since !== null) - Number(a.since !== null) || newest(b) - newest(a));
}

export const steadiness = (weeks: readonly Week[]): NonNullable<ModelWatch['scores']> => ({
  weeks: [...weeks],
  since: standingSince(
    weeks.map(({ week, verdict }) => ({ week, told: verdict === 'few' ? null : verdict })),
    (verdict) => verdict === 'drifted',
  ),
});

const newest = ({ weeks }: { readonly weeks: readonly Week[] }): number =>
  weeks.findLast(({ index }) => index !== null)?.index ?? 0;
