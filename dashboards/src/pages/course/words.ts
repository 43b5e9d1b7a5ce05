import { both } from '../../language/bilingual.js';

export const words = {
  title: both('课程', 'Course'),
  question: both('学员停在哪里?', 'Where do they stop?'),
  week: both('第几周', 'Week'),
  since: (day: string) => both(`${day}开课`, `started ${day}`),
  learning: both('在学', 'Learning'),
  done: both('已完成', 'Finished'),
  stopped: both('已中断', 'Stopped'),
  stillLearning: (share: string, day: string) =>
    both(`开始 ${day} 天后,${share} 仍在学习`, `${share} are still learning ${day} days after their start`),
  none: both('还没有学员开始', 'Nobody has started yet'),
  survivalAxes: (n: string) =>
    both(
      `横轴:各人开始后的天数;纵轴:仍在学习的比例,0–100%;带:95% 区间。${n}`,
      `Across: days since own start; up: share still learning, 0–100%; band: 95% interval. ${n}`,
    ),
  firstRun: both('首期开班,没有可比的上期。', 'First run: nothing to compare with.'),
  comparedWith: (run: string) => both(`虚线:上一期 ${run}。`, `Dashed: the run before, ${run}.`),
  days: both('开始后的天数', 'Days since own start'),
  share: both('仍在学习', 'Still learning'),
  now: both('本期', 'This run'),
  before: both('上一期', 'Run before'),
  range: both('95% 区间', '95% interval'),
  day: both('天', 'Day'),
  moduleFinding: (name: string, n: string) =>
    both(`最多人停在“${name}”之后:${n} 位`, `Most stop after “${name}”: ${n}`),
  moduleNone: both('还没有人在某个模块后停下', 'Nobody has stopped after a module yet'),
  moduleAxes: both(
    '空心:开始的人数;实心:完成的人数;条末:在此之后停下的人数。',
    'Hollow: started; filled: finished; at the end: stopped after it.',
  ),
  module: both('模块', 'Module'),
  started: both('开始', 'Started'),
  finished: both('完成', 'Finished'),
  stoppedAfter: both('之后停下', 'Stopped after'),
  stoppedLabel: (n: string) => both(`停 ${n}`, `${n} stopped`),
  people: both('人数', 'People'),
  onSite: both('面授与实操', 'On site'),
  session: both('安排', 'Session'),
  date: both('日期', 'Date'),
  invited: both('应到', 'Invited'),
  present: both('实到', 'Present'),
  passed: both('通过', 'Passed'),
};
