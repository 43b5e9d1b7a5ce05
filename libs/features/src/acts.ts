import type { BilingualText } from '#libs/contracts';
import type { FeatureValues } from './feature.js';

/** Something that a learner can do now, and the figures as they would be after it. Never what cannot be changed. */
export interface Act {
  readonly name: string;
  /** "with ... done", to be followed by the estimate. */
  readonly text: (before: FeatureValues) => BilingualText;
  /** null where there is nothing to do. What would change in a way that cannot be known stays as it is. */
  readonly after: (before: FeatureValues) => FeatureValues | null;
}

type Change = (value: number, before: FeatureValues) => number;

const figure = (values: FeatureValues, name: string): number => values[name] ?? 0;
/** Actions of an ordinary day of study, at least one. */
const usualClicks = (before: FeatureValues): number =>
  Math.max(1, figure(before, 'clicks_28') / Math.max(1, figure(before, 'active_days_28')));
const oneMoreOf =
  (most: number): Change =>
  (days) =>
    Math.min(most, days + 1);
const more: Change = (clicks, before) => clicks + usualClicks(before);

/** Log ratio of two weeks to the two before, both by what `clicks_28` and the ratio say of them. */
const moreTrend: Change = (trend, before) => {
  const earlier = (figure(before, 'clicks_28') + 2) / (1 + Math.exp(trend));
  return Math.log((Math.exp(trend) * earlier + usualClicks(before)) / earlier);
};

/** A day of study as the learner's usually are, today. Places in the cohort stay: they depend on others. */
const visit: Readonly<Record<string, Change>> = {
  days_since_last: () => 0,
  gap_ratio: () => 0,
  active_days_7: oneMoreOf(7),
  active_days_14: oneMoreOf(14),
  active_days_28: oneMoreOf(28),
  active_share: (share, before) => Math.min(1, share + 1 / Math.max(1, figure(before, 'elapsed_days'))),
  clicks_7: more,
  clicks_28: more,
  trend_14: moreTrend,
  sessions_28: (sessions) => sessions + 1,
};
const handIn: Readonly<Record<string, Change>> = { ...visit, due_share: () => 1 };

/** Every name that an act changes. */
export const actedOn: readonly string[] = Object.keys(handIn);

function changed(before: FeatureValues, changes: Readonly<Record<string, Change>>): FeatureValues {
  return Object.fromEntries(
    Object.entries(before).map(([name, value]) => [
      name,
      value === null ? null : (changes[name]?.(value, before) ?? value),
    ]),
  );
}

const overdue = (before: FeatureValues): number =>
  before.due_share == null ? 0 : Math.round((1 - before.due_share) * figure(before, 'due_count'));

export const acts: readonly Act[] = [
  {
    name: 'hand-in',
    text: (before) => {
      const n = overdue(before);
      return {
        zh: `补交 ${String(n)} 次到期作业后`,
        en:
          n === 1
            ? 'With the overdue assessment handed in'
            : `With the ${String(n)} overdue assessments handed in`,
      };
    },
    after: (before) => (overdue(before) === 0 ? null : changed(before, handIn)),
  },
  {
    name: 'visit',
    text: () => ({ zh: '今天照常学习一次后', en: 'With a usual day of study today' }),
    after: (before) => ((before.days_since_last ?? 0) < 1 ? null : changed(before, visit)),
  },
];
