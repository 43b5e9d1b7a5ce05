import type { BilingualText } from '#libs/contracts';
import type { Feature } from './feature.js';
import { excusedDays } from './silence/classify-silence.js';

const text = (zh: string, en: string): BilingualText => ({ zh, en });
const whole = (value: number): string => String(Math.round(value));
const percent = (share: number): string => `${String(Math.round(share * 100))}%`;
const plural = (n: number, one: string, many = `${one}s`): string =>
  `${whole(n)} ${Math.round(n) === 1 ? one : many}`;

const notOpened = (days: number, excused: number): BilingualText => {
  const all = text(`${whole(days)} 天没有打开课程`, `Not opened for ${plural(days, 'day')}`);
  if (excused === 0) return all;
  if (excused === days) return text(`${all.zh},都不计`, `${all.en}, all of them excused`);
  return text(`${all.zh},其中 ${whole(excused)} 天不计`, `${all.en}, ${whole(excused)} of them excused`);
};

/** Days before the landmark within a window of n days, the run's own days only. */
const last = (n: number): string => `d.day >= l.asof - ${String(n)}`;
/** The same on all days of a landmark; not among the keys that they are grouped by, where a list costs most. */
const DUE = 'any(l.due)';
const active = 'd.events > 0';
/** Days since the last activity; where there was none, since the learner could have been active: start and registration. */
const DAYS_SINCE_LAST = `if(countIf(${active}) = 0, greatest(least(l.elapsed, l.known_days), 0), dateDiff('day', maxIf(d.day, ${active}), l.asof) - 1)`;
const ACTIVE_DAYS = `countIf(${active})`;
const SPAN = `(dateDiff('day', minIf(d.day, ${active}), maxIf(d.day, ${active})) + 1)`;

/**
 * The features of the first risk model. Demographics are none of them. Figures are relative to the learner's own
 * clock, to the course's calendar, or to the cohort on the same day, so that they mean the same in another course.
 */
export const features: readonly Feature[] = [
  {
    name: 'elapsed_days',
    family: 'calendar',
    label: text('开课以来天数', 'days since the start'),
    unit: 'days',
    sql: 'l.elapsed',
    window: null,
    kinds: [],
  },
  {
    name: 'progress_share',
    family: 'calendar',
    label: text('课程进程', 'share of the calendar passed'),
    unit: 'share',
    sql: 'if(l.length > 0, l.elapsed / l.length, NULL)',
    window: null,
    kinds: [],
  },
  {
    name: 'registered_ahead_days',
    family: 'calendar',
    label: text('提前报名天数', 'days registered ahead'),
    unit: 'days',
    sql: "dateDiff('day', l.registered_day, l.start_day)",
    window: null,
    kinds: [],
  },
  {
    name: 'days_since_last',
    family: 'recency',
    label: text('距上次学习天数', 'days since the last activity'),
    unit: 'days',
    sql: DAYS_SINCE_LAST,
    window: 'all',
    direction: 1,
    kinds: [],
    sentence: (days, raises, all, silence) => {
      if (raises ? days < 3 : days > 2) return null;
      const excused = excusedDays(silence);
      if (!raises && excused === 0) return text('最近两天有学习记录。', 'Studied within the last two days.');
      const { zh, en } = notOpened(silence?.days ?? days, excused);
      const usual = all.mean_gap_days;
      return raises && usual != null && usual >= 1 && usual < days
        ? text(
            `${zh};过去平均每${usual < 1.5 ? '天' : ` ${whole(usual)} 天`}一次。`,
            `${en}; every ${usual < 1.5 ? 'day' : plural(usual, 'day')} before.`,
          )
        : text(`${zh}。`, `${en}.`);
    },
  },
  {
    name: 'mean_gap_days',
    family: 'regularity',
    label: text('平均学习间隔', 'mean days between active days'),
    unit: 'days',
    sql: `if(${ACTIVE_DAYS} >= 2, (${SPAN} - 1) / (${ACTIVE_DAYS} - 1), NULL)`,
    window: 'all',
    direction: 1,
    kinds: [],
  },
  {
    name: 'gap_ratio',
    family: 'recency',
    label: text('当前间隔与平常之比', 'present pause over the usual one'),
    unit: 'ratio',
    sql: `if(${ACTIVE_DAYS} >= 2, ${DAYS_SINCE_LAST} / ((${SPAN} - 1) / (${ACTIVE_DAYS} - 1)), NULL)`,
    window: 'all',
    direction: 1,
    kinds: [],
    sentence: (ratio, raises) =>
      raises && ratio >= 2
        ? text(
            `这次停顿是平常的 ${whole(ratio)} 倍。`,
            `This pause is ${whole(ratio)} times as long as usual.`,
          )
        : null,
  },
  ...[7, 14, 28].map((n): Feature => ({
    name: `active_days_${String(n)}`,
    family: 'regularity',
    label: text(`近 ${String(n)} 天学习天数`, `active days in the last ${String(n)}`),
    unit: 'days',
    sql: `countIf(${active} AND ${last(n)})`,
    window: n,
    direction: -1,
    kinds: [],
    sentence: (days, raises) =>
      Math.round(days) === 0
        ? text(`近 ${String(n)} 天没有学习记录。`, `No study in the last ${String(n)} days.`)
        : raises
          ? text(
              `近 ${String(n)} 天只有 ${whole(days)} 天有学习记录。`,
              `Studied on ${whole(days)} of the last ${String(n)} days.`,
            )
          : text(
              `近 ${String(n)} 天有 ${whole(days)} 天在学习。`,
              `Studied on ${plural(days, 'day')} of the last ${String(n)}.`,
            ),
  })),
  {
    name: 'active_share',
    family: 'regularity',
    label: text('学习天数占比', 'share of days with activity'),
    unit: 'share',
    sql: `if(l.elapsed > 0, countIf(${active} AND d.day >= l.start_day) / l.elapsed, NULL)`,
    window: 'all',
    direction: -1,
    kinds: [],
    sentence: (share, raises) =>
      raises
        ? text(
            `开课以来只有 ${percent(share)} 的日子在学习。`,
            `Active on only ${percent(share)} of the days so far.`,
          )
        : text(
            `开课以来 ${percent(share)} 的日子在学习。`,
            `Active on ${percent(share)} of the days so far.`,
          ),
  },
  ...[7, 28].map((n): Feature => ({
    name: `clicks_${String(n)}`,
    family: 'volume',
    label: text(`近 ${String(n)} 天操作次数`, `actions in the last ${String(n)} days`),
    unit: 'count',
    sql: `sumIf(d.clicks, ${last(n)})`,
    window: n,
    // more of them on as many days may mean anything
    ...(n === 7 && { direction: -1 as const }),
    kinds: [],
    sentence: (clicks, raises, all) => {
      if (Math.round(clicks) === 0)
        return text(`近 ${String(n)} 天没有学习操作。`, `No action in the last ${String(n)} days.`);
      // the same number is few in one course and many in another
      if (raises !== (all.cohort_clicks_28 ?? (raises ? 0 : 1)) < 0.5) return null;
      return raises
        ? text(
            `近 ${String(n)} 天只有 ${whole(clicks)} 次学习操作。`,
            `Only ${plural(clicks, 'action')} in the last ${String(n)} days.`,
          )
        : text(
            `近 ${String(n)} 天有 ${whole(clicks)} 次学习操作。`,
            `${plural(clicks, 'action')} in the last ${String(n)} days.`,
          );
    },
  })),
  {
    name: 'clicks_before_start',
    family: 'volume',
    label: text('开课前操作次数', 'actions before the start'),
    unit: 'count',
    sql: 'sumIf(d.clicks, d.day < l.start_day)',
    window: 'all',
    direction: -1,
    kinds: [],
  },
  {
    name: 'trend_14',
    family: 'volume',
    label: text('近两周较前两周', 'last two weeks against the two before'),
    unit: 'ratio',
    sql: `log((sumIf(d.clicks, ${last(14)}) + 1) / (sumIf(d.clicks, ${last(28)} AND NOT ${last(14)}) + 1))`,
    window: 28,
    direction: -1,
    kinds: [],
    sentence: (trend, raises) =>
      raises && trend < -0.4
        ? text(
            `近两周的学习比前两周少了 ${percent(1 - Math.exp(trend))}。`,
            `${percent(1 - Math.exp(trend))} less activity than in the two weeks before.`,
          )
        : !raises && trend > 0.4
          ? text('近两周的学习比前两周多。', 'More activity than in the two weeks before.')
          : null,
  },
  {
    name: 'activities_seen',
    family: 'volume',
    label: text('学过的内容数', 'different activities used'),
    unit: 'count',
    sql: 'uniqExactArray(d.activities)',
    window: 'all',
    direction: -1,
    kinds: [],
  },
  {
    name: 'sessions_28',
    family: 'volume',
    label: text('近 28 天学习次数', 'sessions in the last 28 days'),
    unit: 'count',
    sql: `sumIf(d.sessions, ${last(28)})`,
    window: 28,
    direction: -1,
    kinds: [],
  },
  {
    name: 'minutes_28',
    family: 'volume',
    label: text('近 28 天学习分钟', 'minutes of study in the last 28 days'),
    unit: 'minutes',
    sql: `sumIf(d.seconds, ${last(28)}) / 60`,
    window: 28,
    direction: -1,
    kinds: [],
  },
  {
    name: 'due_share',
    family: 'assessment',
    label: text('到期作业完成比例', 'share of due assessments handed in'),
    unit: 'share',
    sql: `if(length(${DUE}) > 0, length(arrayIntersect(groupUniqArrayArray(d.submitted), ${DUE})) / length(${DUE}), NULL)`,
    window: 'all',
    direction: -1,
    kinds: ['submitted'],
    sentence: (share, raises, all) => {
      const due = all.due_count ?? 0;
      const done = whole(share * due);
      return raises && share < 1
        ? text(
            `应交作业 ${whole(due)} 次,已交 ${done} 次。`,
            `${done} of ${plural(due, 'due assessment')} handed in.`,
          )
        : !raises && share > 0.99
          ? text('到期的作业都已提交。', 'Everything that was due has been handed in.')
          : null;
    },
  },
  {
    name: 'due_count',
    family: 'calendar',
    label: text('已到期作业数', 'assessments due so far'),
    unit: 'count',
    sql: `length(${DUE})`,
    window: null,
    kinds: [],
  },
  {
    name: 'mean_score',
    family: 'assessment',
    label: text('平均成绩', 'mean score'),
    unit: 'share',
    sql: 'if(sum(d.score_count) > 0, sum(d.score_micros) / sum(d.score_count) / 1000000, NULL)',
    window: 'all',
    direction: -1,
    kinds: ['submitted', 'graded', 'passed', 'failed', 'completed'],
    sentence: (score, raises) =>
      raises
        ? text(`平均成绩 ${whole(score * 100)} 分。`, `Mean score ${whole(score * 100)} of 100.`)
        : score >= 0.7
          ? text(`平均成绩 ${whole(score * 100)} 分。`, `Mean score ${whole(score * 100)} of 100.`)
          : null,
  },
  {
    name: 'failed_28',
    family: 'assessment',
    label: text('近 28 天未通过次数', 'not passed in the last 28 days'),
    unit: 'count',
    sql: `sumIf(d.failed, ${last(28)})`,
    window: 28,
    kinds: ['failed'],
    sentence: (n, raises) =>
      raises && n >= 1
        ? text(`近 28 天有 ${whole(n)} 次测验未过。`, `${plural(n, 'test')} not passed in the last 28 days.`)
        : null,
  },
  {
    name: 'answers_28',
    family: 'knowledge',
    label: text('近 28 天答题数', 'answers in the last 28 days'),
    unit: 'count',
    sql: `sumIf(d.answers, ${last(28)})`,
    window: 28,
    kinds: ['answered'],
  },
  {
    name: 'correct_share',
    family: 'knowledge',
    label: text('答对比例', 'share of answers right'),
    unit: 'share',
    sql: 'if(sum(d.answers) > 0, sum(d.correct) / sum(d.answers), NULL)',
    window: 'all',
    direction: -1,
    kinds: ['answered'],
    sentence: (share, raises) =>
      raises && share < 0.6
        ? text(`答题正确率 ${percent(share)}。`, `${percent(share)} of the answers were right.`)
        : null,
  },
  {
    name: 'video_minutes_28',
    family: 'video',
    label: text('近 28 天看视频分钟', 'minutes of video in the last 28 days'),
    unit: 'minutes',
    sql: `sumIf(d.video_seconds, ${last(28)}) / 60`,
    window: 28,
    kinds: ['video'],
    sentence: (minutes, raises) =>
      raises
        ? text(
            `近 28 天看了 ${whole(minutes)} 分钟视频。`,
            `${plural(minutes, 'minute')} of video in the last 28 days.`,
          )
        : null,
  },
  {
    name: 'asked_28',
    family: 'people',
    label: text('近 28 天提问数', 'questions asked in the last 28 days'),
    unit: 'count',
    sql: `sumIf(d.asked, ${last(28)})`,
    window: 28,
    kinds: ['asked'],
  },
  {
    name: 'attended_28',
    family: 'people',
    label: text('近 28 天到场次数', 'sessions attended in the last 28 days'),
    unit: 'count',
    sql: `sumIf(d.attended, ${last(28)})`,
    window: 28,
    direction: -1,
    kinds: ['attended'],
    sentence: (n, raises) =>
      !raises && n >= 1
        ? text(
            '近 28 天参加过线下活动,可能性较低。',
            'Came to a face-to-face session in the last 28 days: lower chance.',
          )
        : null,
  },
  {
    name: 'absent_28',
    family: 'people',
    label: text('近 28 天缺席次数', 'sessions missed in the last 28 days'),
    unit: 'count',
    sql: `sumIf(d.absent, ${last(28)})`,
    window: 28,
    direction: 1,
    kinds: ['absent'],
    sentence: (n, raises) =>
      raises && n >= 1
        ? text(
            `近 28 天有 ${whole(n)} 次线下活动没有到场。`,
            `Missed ${plural(n, 'face-to-face session')} in the last 28 days.`,
          )
        : null,
  },
  {
    name: 'skill_passed',
    family: 'knowledge',
    label: text('通过的操作考核', 'hands-on checks passed'),
    unit: 'count',
    sql: 'sum(d.skill_passed)',
    window: 'all',
    kinds: ['skill_checked'],
  },
];

/** What is weighed against everybody in the run on the same day, by the name of the figure. */
const comparedWithCohort: Readonly<Record<string, Pick<Feature, 'name' | 'sentence'>>> = {
  active_days_28: { name: 'cohort_active_28' },
  clicks_28: {
    name: 'cohort_clicks_28',
    sentence: (place, raises) =>
      raises && place < 0.4
        ? text(
            `近 28 天的学习量少于同班 ${percent(1 - place)} 的人。`,
            `Less active than ${percent(1 - place)} of the cohort in the last 28 days.`,
          )
        : null,
  },
  due_share: { name: 'cohort_due_share' },
  mean_score: { name: 'cohort_mean_score' },
};

/**
 * Places in the cohort: the share of those in the run on the same day who have less of `of`, and half of those who have as
 * much (mid-ranks, above 0 and below 1). Courses differ in how much is done in them; places do not.
 */
export const cohortFeatures: readonly (Feature & { readonly of: string })[] = features
  .filter(({ name }) => name in comparedWithCohort)
  .map(({ name: of, family, label, window, kinds }) => ({
    of,
    family,
    label: text(`${label.zh}在同班中的位置`, `place in the cohort by ${label.en}`),
    unit: 'share',
    sql: `midrank(${of})`,
    window,
    direction: -1,
    kinds,
    ...comparedWithCohort[of]!,
  }));

export const allFeatures: readonly Feature[] = [...features, ...cohortFeatures];
export const featureNames: readonly string[] = allFeatures.map((feature) => feature.name);

/** Which way more of a feature may move the chance of leaving, of those that are held to one. */
export const featureDirections: Readonly<Record<string, 1 | -1>> = Object.fromEntries(
  allFeatures.flatMap(({ name, direction }) => (direction === undefined ? [] : [[name, direction]])),
);

/** How a place in the cohort is held back in a line: it says again, in another way, what the figure says. */
const PLACE_PENALTY = 40;
/** Nearly free: figures of the calendar, the same for most on a day, set the level of a course at that time. */
const CALENDAR_PENALTY = 0.01;

/** How many times as much as that of other features the coefficient of a feature is held to 0 in a line. */
export const featurePenalties: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    features.filter(({ window }) => window === null).map(({ name }) => [name, CALENDAR_PENALTY]),
  ),
  ...Object.fromEntries(cohortFeatures.map(({ name }) => [name, PLACE_PENALTY])),
};
