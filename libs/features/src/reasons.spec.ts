import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allFeatures, cohortFeatures, featureNames, features } from './catalogue.js';
import type { FeatureValues } from './feature.js';
import { groupsOf } from './reason-groups.js';
import { keptReasons, readReasons } from './kept-reasons.js';
import { chosenReasons, type ReasonContext, toldReasons } from './reasons.js';

const context = { learner: 'wang', run: 'htn-2026', asof: '2026-11-01' };
const contributionsOf = (of: Readonly<Record<string, number>>): number[] =>
  featureNames.map((name) => of[name] ?? 0);
const reasonsOf = (
  contributions: ArrayLike<number>,
  values: FeatureValues,
  { learner, run, asof, ...compared }: typeof context & ReasonContext,
  most?: number,
) => {
  const chosen = chosenReasons(contributions, values, compared, most);
  const place = { learner, run, asof };
  const reasons = toldReasons(chosen, values, place);
  // kept with a score, they come back the same
  expect(readReasons(keptReasons(chosen), values, place)).toEqual(reasons);
  return reasons;
};
const told = (contributions: Readonly<Record<string, number>>, values: FeatureValues, most?: number) =>
  reasonsOf(contributionsOf(contributions), values, context, most);

describe('reasons', () => {
  it('come by the size of what they add, with the days that they were counted over', () => {
    const reasons = told(
      { days_since_last: 0.4, failed_28: 0.9, active_days_14: -0.6 },
      { days_since_last: 9, mean_gap_days: 2, failed_28: 2, active_days_14: 5 },
    );
    expect(reasons.map(({ feature, direction }) => `${feature} ${direction}`)).toEqual([
      'failed_28 raises',
      'active_days_14 lowers',
      'days_since_last raises',
    ]);
    expect(reasons.map(({ text }) => text)).toEqual([
      { zh: '近 28 天有 2 次测验未过。', en: '2 tests not passed in the last 28 days.' },
      { zh: '近 14 天有 5 天在学习。', en: 'Studied on 5 days of the last 14.' },
      { zh: '9 天没有打开课程;过去平均每 2 天一次。', en: 'Not opened for 9 days; every 2 days before.' },
    ]);
    expect(reasons.map(({ evidence }) => evidence)).toEqual([
      { learner: 'wang', run: 'htn-2026', kinds: ['failed'], from: '2026-10-04', to: '2026-11-01' },
      { learner: 'wang', run: 'htn-2026', from: '2026-10-18', to: '2026-11-01' },
      { learner: 'wang', run: 'htn-2026', to: '2026-11-01' },
    ]);
  });

  it('say a thing once, by what its features add together, in the words of the strongest', () => {
    const values = { active_days_7: 0, active_days_28: 3, active_share: 0.1, failed_28: 1 };
    const contributions = { active_days_7: 0.3, active_days_28: 0.5, active_share: 0.2, failed_28: 0.6 };
    expect(told(contributions, values)).toMatchObject([
      { feature: 'active_days_28', group: 'regularity', contribution: 1 },
      { feature: 'failed_28', group: 'assessment', contribution: 0.6 },
    ]);
  });

  it('speak for their group, though the strongest of it must not be shown, or moves the chance the other way', () => {
    const values = { activities_seen: 4, clicks_28: 30, trend_14: -1 };
    expect(told({ activities_seen: 0.4, clicks_28: 0.1, trend_14: -0.2 }, values)).toMatchObject([
      { feature: 'clicks_28', group: 'volume', direction: 'raises', contribution: expect.closeTo(0.3, 12) },
    ]);
    // what remains of the group is nothing, whatever its parts
    expect(told({ clicks_28: 0.5, trend_14: -0.48 }, values)).toEqual([]);
  });

  it('tell the own figure, the usual one, and what has changed since last week', () => {
    const own = { days_since_last: 9, mean_gap_days: 2 };
    const week = {
      ...context,
      usual: { days_since_last: 2 },
      weekBefore: {
        values: { days_since_last: 3 },
        contributions: contributionsOf({ days_since_last: 0.1, gap_ratio: 0.05 }),
      },
    };
    const [reason] = reasonsOf(contributionsOf({ days_since_last: 0.4, gap_ratio: 0.2 }), own, week);
    expect(reason?.figure).toEqual({
      label: { zh: '距上次学习天数', en: 'days since the last activity' },
      unit: 'days',
      own: 9,
      usual: 2,
      weekBefore: 3,
    });
    expect(reason?.change).toBeCloseTo(0.45, 12);
    expect(told({ days_since_last: 0.4 }, own)[0]).toMatchObject({
      change: null,
      figure: { own: 9, usual: null, weekBefore: null },
    });
  });

  it('count a pause as the silence is counted, whole days and the excused ones said', () => {
    const values = { days_since_last: 2, mean_gap_days: 2, active_days_7: 3 };
    const inSilence = (
      contributions: Readonly<Record<string, number>>,
      days: number,
      ordinaryDays: number,
    ) => {
      const chosen = chosenReasons(contributionsOf(contributions), values, {});
      return toldReasons(chosen, values, { ...context, silence: { days, ordinaryDays } });
    };
    // the clock stood still for four days: what the model saw is of the day before them
    const [pause, study] = inSilence({ days_since_last: -0.4, active_days_7: -0.3 }, 5, 1);
    expect(pause?.text).toEqual({
      zh: '5 天没有打开课程,其中 4 天不计。',
      en: 'Not opened for 5 days, 4 of them excused.',
    });
    expect(study?.text).toEqual({
      zh: '近 7 天有 3 天在学习(另有 4 天不计)。',
      en: 'Studied on 3 days of the last 7 (4 more excused).',
    });
    const [excused] = toldReasons(
      [['days_since_last', -0.4, null, null, null]],
      { days_since_last: 1 },
      { ...context, silence: { days: 4, ordinaryDays: 0 } },
    );
    expect(excused?.text).toEqual({
      zh: '4 天没有打开课程,都不计。',
      en: 'Not opened for 4 days, all of them excused.',
    });
    // seven days, up to four before the landmark: what others have noted since was not counted
    expect(study?.evidence).toEqual({
      learner: 'wang',
      run: 'htn-2026',
      from: '2026-10-21',
      to: '2026-10-28',
    });
  });

  it('count a pause without excused days as the silence is counted', () => {
    const values = { days_since_last: 10, mean_gap_days: 2 };
    const chosen = chosenReasons(contributionsOf({ days_since_last: 0.4 }), values, {});
    const at = (silence: { days: number; ordinaryDays: number } | null) =>
      toldReasons(chosen, values, { ...context, silence })[0]?.text.en;
    // today is not over: it is no day of a silence
    expect(at({ days: 9, ordinaryDays: 9 })).toBe('Not opened for 9 days; every 2 days before.');
    expect(at({ days: 12, ordinaryDays: 9 })).toBe(
      'Not opened for 12 days, 3 of them excused; every 2 days before.',
    );
    expect(at(null)).toBe('Not opened for 10 days; every 2 days before.');
  });

  it('are additive: the groups together are what the features together are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
          minLength: featureNames.length,
          maxLength: featureNames.length,
        }),
        (contributions) => {
          const total = contributions.reduce((sum, one) => sum + one, 0);
          const groups = groupsOf(contributions);
          expect(groups.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(total, 9);
          expect(new Set(groups.map(({ group }) => group)).size).toBe(groups.length);
        },
      ),
    );
  });

  it('leave out what is small, unknown, not to be shown, or makes no sense on that side', () => {
    expect(
      told(
        { days_since_last: 0.04, mean_score: 0.9, elapsed_days: 2, attended_28: 0.5, failed_28: -0.5 },
        { days_since_last: 20, mean_score: null, elapsed_days: 60, attended_28: 2, failed_28: 1 },
      ),
    ).toEqual([]);
  });

  it('are no more than asked for', () => {
    const values = Object.fromEntries(featureNames.map((name) => [name, 0.5]));
    const all = Object.fromEntries(featureNames.map((name) => [name, 1]));
    expect(told(all, values, 2)).toHaveLength(2);
  });
});

describe('the catalogue', () => {
  it('names each feature once, in both languages', () => {
    expect(new Set(featureNames).size).toBe(featureNames.length);
    for (const { label } of allFeatures) expect(label.zh && label.en).toBeTruthy();
  });

  it('compares with the cohort by features that there are, over the same days', () => {
    for (const { of, window } of cohortFeatures)
      expect(features.find(({ name }) => name === of)?.window).toBe(window);
  });

  it('says whole numbers in the singular where there is one', () => {
    const say = (name: string, value: number): string | undefined =>
      allFeatures.find((feature) => feature.name === name)?.sentence?.(value, true, {}, null)?.en;
    expect(say('failed_28', 1)).toBe('1 test not passed in the last 28 days.');
    expect(say('clicks_7', 1)).toBe('Only 1 action in the last 7 days.');
  });

  it('says nothing as nothing, not as a count of 0', () => {
    const say = (name: string): string | undefined =>
      allFeatures.find((feature) => feature.name === name)?.sentence?.(0, true, {}, null)?.en;
    expect(say('clicks_7')).toBe('No action in the last 7 days.');
    expect(say('active_days_28')).toBe('No study in the last 28 days.');
  });

  it('says every day, not every 1 day', () => {
    const pause = allFeatures.find(({ name }) => name === 'days_since_last');
    expect(pause?.sentence?.(9, true, { mean_gap_days: 1.2 }, null)).toEqual({
      zh: '9 天没有打开课程;过去平均每天一次。',
      en: 'Not opened for 9 days; every day before.',
    });
  });
});
