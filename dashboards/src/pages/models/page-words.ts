import type { BilingualText } from '#libs/contracts';
import { both } from '../../language/bilingual.js';

export const tabs = ['card', 'calibration', 'drift', 'fairness'] as const;
export type Tab = (typeof tabs)[number];

/** Texts of one model's page. */
export const pageWords = {
  question: both('在这里可以信它吗?', 'Can I trust it here?'),
  tabs: {
    card: both('卡片', 'Card'),
    calibration: both('校准', 'Calibration'),
    drift: both('漂移', 'Drift'),
    fairness: both('公平', 'Fairness'),
  },
  tabsOf: (version: string) => both(`${version} 的各页`, `Pages of ${version}`),
  all: both('全部模型', 'All models'),
  statuses: {
    active: both('使用中', 'In use'),
    candidate: both('候选', 'A candidate'),
    retired: both('已停用', 'Retired'),
  },
  answer: (status: BilingualText, verdict: BilingualText) =>
    both(`${status.zh}。${verdict.zh}。`, `${status.en}. ${verdict.en}.`),
  mastery: both('估计技能已掌握的可能性', 'Estimates how likely a skill is mastered'),
  notWatched: both('还没有检查结果', 'There is nothing to show yet'),
  watchedOn: (day: string) => both(`检查于 ${day}`, `Looked at on ${day}`),

  promote: both('启用此版本', 'Promote'),
  rollBack: (version: string) => both(`退回 ${version}`, `Roll back to ${version}`),
  promoteTitle: (version: string) => both(`启用 ${version}?`, `Promote ${version}?`),
  instead: (version: string) => both(`它将取代 ${version}。`, `It takes the place of ${version}.`),
  insteadOfNone: both('现在没有模型在使用。', 'No model is in use now.'),
  changed: (changed: string, learners: string) =>
    both(
      `${learners} 位学员中有 ${changed} 位的级别会改变`,
      `${changed} of ${learners} learners change level`,
    ),
  nobodyChanges: (learners: string) =>
    both(`${learners} 位学员的级别都不会改变`, `None of ${learners} learners changes level`),
  contactFirst: (now: string, then: string) =>
    both(`优先联系:从 ${now} 位变为 ${then} 位。`, `Contact first: ${now} now, ${then} then.`),
  notCompared: (learners: string) =>
    both(
      `另有 ${learners} 位的旧数字缺少它需要的项,无法预先比较。`,
      `Another ${learners} cannot be compared: their kept figures lack some that it asks for.`,
    ),
  counted: both(
    '按最近一次打分所见的数字计算;启用后下一次打分即生效,可随时退回。',
    'Counted from the figures of the newest scores. It scores from the next sweep on, and can be taken back at any time.',
  ),
  noLevels: both('级别不由掌握模型决定。', 'Levels do not hang on a mastery model.'),
  from: both('现在', 'Now'),
  to: both('之后', 'Then'),
  learners: both('学员', 'Learners'),
  why: both('原因(与您的名字一起记录)', 'Why (kept with your name)'),
  confirm: both('确认启用', 'Promote it'),
  cancel: both('取消', 'Cancel'),
  promoted: (version: string) => both(`${version} 已启用`, `${version} is in use`),
};
