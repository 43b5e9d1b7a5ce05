import { both, plural } from '../../language/bilingual.js';

export const words = {
  title: both('区域', 'Region'),
  question: both('哪里需要帮助,而不只是偶然?', 'Where is help needed, beyond chance?'),
  path: both('上级区域', 'Places above'),
  print: both('打印月报', 'Print report'),
  signature: both(
    '填报人:____________  审核人:____________',
    'Prepared by: ____________  Checked by: ____________',
  ),
  learning: both('在学', 'Learning'),
  finished28: both('28 天内完成', 'Finished in 28 days'),
  stopped28: both('28 天内中断', 'Stopped in 28 days'),
  contactFirst: both('优先联系', 'Contact first'),
  funnelFinding: (n: number) =>
    n === 0
      ? both('各地的完成率差别都在偶然范围内', 'Completion differs no more than chance explains')
      : both(
          `${n.toString()} 个地方的完成率低于偶然所能解释的范围`,
          `${n.toString()} ${plural(n, 'place finishes', 'places finish')} less often than chance explains`,
        ),
  funnelAxes: (n: number) =>
    both(
      `横轴:学员人数;纵轴:按学员构成调整后的完成率;实线 95%、虚线 99.8% 界限;菱形在界限之外。共 ${n.toString()} 处。`,
      `Across: learners; up: completion adjusted for case mix; solid 95%, dashed 99.8% limits; diamonds lie outside. ${n.toString()} places.`,
    ),
  learners: both('学员人数', 'Learners'),
  completion: both('完成率', 'Completion'),
  average: both('平均', 'Average'),
  limits95: both('95% 界限', '95% limits'),
  standing: both('判断', 'Reading'),
  standings: {
    below: both('低于 99.8% 界限:去看看', 'Below 99.8%: look there'),
    low: both('低于 95% 界限:留意', 'Below 95%: watch'),
    within: both('在偶然范围内', 'Within chance'),
    high: both('高于 95% 界限', 'Above 95%'),
    above: both('高于 99.8% 界限:可借鉴', 'Above 99.8%: learn from it'),
  },
  place: both('地方', 'Place'),
  causesFinding: (cause: string, n: string, of: string) =>
    both(`最常听到的原因:${cause}(${n}/${of})`, `Most often heard: ${cause} (${n} of ${of})`),
  causesNone: both('还没有记录到原因', 'No cause recorded yet'),
  causesNext: both(
    '打过电话后,在“今天”里记录结果时选一个原因,就会计入这里。',
    'A cause that is chosen when a call is recorded on Today counts here.',
  ),
  causesStep: both('去看今天的名单', 'Open Today’s list'),
  causesAxes: both('来自电话记录;条从 0 开始。', 'From recorded calls; bars from 0.'),
  cause: both('原因', 'Cause'),
  count: both('人数', 'People'),
  action: both('这里可以做的', 'What the place can do'),
  activeFinding: (range: string) =>
    both(
      `最近一周,各地有 ${range} 的学员在学习`,
      `Depending on the place, ${range} of learners studied in the last week`,
    ),
  activeUnknown: both('最近一周各地人数过少,不显示', 'Too few people in the last week to tell'),
  activeAxes: (weeks: number, from: string, to: string) =>
    both(
      `${from}至${to}开始的 ${weeks.toString()} 周,每周有学习的学员比例;每格同一尺度 0–100%。空缺:人数过少。`,
      `Share of learners active each week, one scale for all, 0–100%, ${weeks.toString()} weeks beginning ${from} to ${to}. Gaps: too few people.`,
    ),
  week: both('周', 'Week'),
  places: both('下级区域(按名称)', 'Places below (by name)'),
  finished: both('完成', 'Finished'),
  silentOffline: both('静默:离线', 'Silent: offline'),
  silentOther: both('静默:其他', 'Silent: other'),
  callsDone: both('已联系', 'Calls done'),
  hidden: both(
    '“–”:少于 5 人,或为免由合计推出而不显示。',
    '“–”: fewer than 5 people, or hidden so that sums do not betray it.',
  ),
};
