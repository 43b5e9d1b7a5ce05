import { allFeatures } from '#libs/features';
import type { ModelWatch } from '#libs/contracts';
import { stability, stageOf, standingSince, type DriftReference, type StagedValue } from '#libs/models';
import { STAGE_FEATURE } from './reference-of.js';
import type { SaidInWeek } from './watch-task.js';

type Week = NonNullable<ModelWatch['scores']>['weeks'][number];

/** Figures and chances of one week against the model's reference. */
export interface ComparedWeek {
  readonly features: ReadonlyMap<string, Week>;
  readonly scores: Week;
}

export function compareWeek(reference: DriftReference, { week, figures, chances }: SaidInWeek): ComparedWeek {
  const names = Object.keys(reference.features);
  const columnOf = (name: string): ArrayLike<number> => figures.columns[figures.names.indexOf(name)]!;
  const stages = Array.from(columnOf(STAGE_FEATURE), stageOf);
  const against = (of: DriftReference['scores'], values: ArrayLike<number>): Week => {
    const staged = stages.flatMap((stage, row): StagedValue[] =>
      stage === null ? [] : [{ stage, value: values[row]! }],
    );
    return { week, ...stability(of, reference.learners, staged, names.length + 1) };
  };
  return {
    features: new Map(names.map((name) => [name, against(reference.features[name]!, columnOf(name))])),
    scores: against(reference.scores, chances),
  };
}

/** Each figure over the weeks, those with an alarm first, then by how far they lie off. */
export function inputsOf(
  weeks: readonly ComparedWeek[],
  previous: Pick<ModelWatch, 'inputs'> | null,
): NonNullable<ModelWatch['inputs']> {
  const names = [...(weeks[0]?.features.keys() ?? [])];
  return names
    .map((feature) => {
      const own = weeks.map(({ features }) => features.get(feature)!);
      const before = previous?.inputs?.find((one) => one.feature === feature)?.since ?? null;
      const label = allFeatures.find(({ name }) => name === feature)?.label ?? { zh: feature, en: feature };
      return { feature, label, ...steadiness(own, before) };
    })
    .sort((a, b) => Number(b.since !== null) - Number(a.since !== null) || newest(b) - newest(a));
}

export const steadiness = (
  weeks: readonly Week[],
  before: string | null,
): NonNullable<ModelWatch['scores']> => ({
  weeks: [...weeks],
  since: standingSince(
    weeks.map(({ week, verdict }) => ({ week, told: verdict === 'few' ? null : verdict })),
    (verdict) => verdict === 'drifted',
    before,
  ),
});

const newest = ({ weeks }: { readonly weeks: readonly Week[] }): number =>
  weeks.findLast(({ index }) => index !== null)?.index ?? 0;
