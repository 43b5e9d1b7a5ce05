import type { BilingualText } from '#libs/contracts';
import { both } from '../../language/bilingual.js';

export const words = {
  title: both('学员', 'Learner'),
  question: both('发生了什么,怎样能帮上忙?', 'What happened, and what would help?'),
  week: (n: number) => both(`第 ${n.toString()} 周`, `week ${n.toString()}`),
  synced: (at: string) => both(`${at}同步`, `synced ${at}`),
  neverSynced: both('从未同步', 'never synced'),
  consent: both('同意接收提醒', 'consents to reminders'),
  noConsent: both('未同意接收提醒', 'no consent to reminders'),
  run: both('课程', 'Course run'),
  activeDays28: both('近 28 天学习天数', 'Active days of 28'),
  answers: both('作答', 'Answers'),
  correct: both('答对', 'Correct'),
  videoMinutes: both('视频(分钟)', 'Video, minutes'),
  submissions: both('提交', 'Submissions'),
  chance: both('可能性与依据', 'Chance and reasons'),
  within: (days: number | null) =>
    days === null
      ? both('结课前:', 'Before the end:')
      : both(`${days.toString()} 天内:`, `Within ${days.toString()} days:`),
  noReasons: both('没有值得一提的依据。', 'No reason worth a sentence.'),
  whatIf: both('可以做的事', 'What can be done'),
  reasonHistory: both('依据的变化', 'Reasons over the weeks'),
  reason: both('依据', 'Reason'),
  reasonMarks: both(
    '+ 升高,− 降低可能性;两个符号:明显;·:没有影响;–:那天没有判断。',
    '+ raises, − lowers the chance; twice: much; ·: no effect; –: no estimate on that day.',
  ),
  noEstimateThen: both('–', '–'),
  weights: {
    'raises-much': both('明显升高', 'raises it much'),
    raises: both('升高', 'raises it'),
    none: both('没有影响', 'no effect'),
    lowers: both('降低', 'lowers it'),
    'lowers-much': both('明显降低', 'lowers it much'),
  },
  model: (version: string, at: string) =>
    both(`模型 ${version} · ${at} 计算`, `Model ${version} · computed ${at}`),
  features: both('模型看到的数据', 'What the model saw'),
  feature: both('数据', 'Figure'),
  value: both('数值', 'Value'),
  journey: both('学习历程', 'Journey'),
  journeyAxes: (from: string, to: string) =>
    both(`横轴:发生的日期,${from}至${to}。`, `Across: the day it happened, ${from} to ${to}.`),
  lanes: {
    learn: both('学习', 'Learn'),
    exam: both('考核', 'Exam'),
    onsite: both('面授', 'On site'),
    contact: both('联系', 'Contact'),
    chance: both('可能性', 'Chance'),
  },
  stretches: {
    offline: both('离线', 'offline'),
    duty: both('下乡值班', 'on duty'),
    leave: both('休假', 'on leave'),
    holiday: both('放假', 'holiday'),
  },
  offlineHatch: both('离线,记录迟到', 'Offline, events came late'),
  awayHatch: both('值班、休假或放假', 'Duty, leave or holiday'),
  /** @param to the last day */
  stretch: (what: BilingualText, from: string, to: string) =>
    from === to ? what : both(`${what.zh},至${to}`, `${what.en}, to ${to}`),
  chanceLine: both('14 天内中断的可能性', 'Chance to stop within 14 days'),
  scrub: both('选择日期', 'Choose a day'),
  onDay: (day: string) => both(`${day}的判断`, `As seen on ${day}`),
  noEstimate: both('那天没有判断。', 'No estimate on that day.'),
  day: both('日期', 'Day'),
  what: both('内容', 'What'),
  events: (n: number, late: number) =>
    both(
      `${n.toString()} 条学习记录${late > 0 ? `(迟到 ${late.toString()} 条)` : ''}`,
      `${n.toString()} learning events${late > 0 ? ` (${late.toString()} late)` : ''}`,
    ),
  lane: both('类别', 'Lane'),
  good: both('通过', 'passed'),
  notGood: both('未通过', 'not passed'),
  table: both('表格', 'Table'),
  picture: both('图', 'Chart'),
  skills: both('技能掌握', 'Skills'),
  skillsAxes: both(
    '点:掌握的可能性;横线:可信区间;竖线:95%。',
    'Dot: chance that it is mastered; bar: interval; line at 95%.',
  ),
  noSkills: both('还没有作答,无法判断。', 'No answers yet, so nothing to say.'),
  answersCount: (n: number) => both(`${n.toString()} 次作答`, `${n.toString()} answers`),
  notes: both('备注', 'Notes'),
  noNotes: both('还没有备注。', 'No notes yet.'),
  assignMe: both('由我负责', 'Assign to me'),
  assigned: both('已由您负责', 'Assigned to you'),
  audited: both('本次查看已记录', 'This view is recorded'),
  failed: (detail: string) => both(`没有保存:${detail}`, `Not saved: ${detail}`),
};
