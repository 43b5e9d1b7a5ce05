import { both } from '../../language/bilingual.js';

/** Texts of drift: whether what the model sees and says is still as among those it learnt from. */
export const driftWords = {
  alarms: both('偏离了什么', 'What has drifted'),
  alarm: both('内容', 'What'),
  since: both('起于', 'Since the week of'),
  noAlarms: both('没有发现漂移。', 'Nothing has drifted.'),

  calibrationAbove: (since: string) =>
    both(`${since}那周起,实际中断的比估计的多`, `Since the week of ${since} more stop than was said`),
  calibrationBelow: (since: string) =>
    both(`${since}那周起,实际中断的比估计的少`, `Since the week of ${since} fewer stop than was said`),
  calibrationHolds: both('每周的可能性与实际相符', 'Week by week the chances hold'),
  noOutcomes: both('还没有一周的结果已知', 'Of no week the outcomes are known yet'),
  calibrationAxes: (weeks: number, days: string) =>
    both(
      `结果已知的 ${weeks.toString()} 周;线:当周估计的平均可能性;点:实际中断的比例和 95 % 区间;空心灰点:人数太少。最近的周要等 ${days} 天才有结果。`,
      `${weeks.toString()} weeks with known outcomes. Line: the mean chance that was said. Dots: the share that stopped, with its 95 % interval; hollow grey where too few tell. The newest weeks wait ${days} days for their outcomes.`,
    ),
  said: both('估计', 'said'),
  share: both('中断比例', 'Share that stopped'),
  week: both('周', 'Week'),
  expected: both('估计', 'Said'),
  observed: both('实际', 'Came'),
  range: both('95 % 区间', '95 % interval'),
  learners: both('学员', 'Learners'),
  verdict: both('结论', 'Verdict'),
  outcomes: {
    few: both('▨ 人太少', '▨ too few'),
    holds: both('○ 相符', '○ holds'),
    above: both('◆ 实际更多', '◆ more stopped'),
    below: both('◆ 实际更少', '◆ fewer stopped'),
  },

  finding: (drifted: number, all: string) =>
    both(
      `${all} 项中有 ${drifted.toString()} 项偏离了训练数据`,
      `${drifted.toString()} of ${all} figures lie otherwise than in the data that it learnt from`,
    ),
  findingNone: (all: string) =>
    both(`${all} 项都与训练数据一致`, `All ${all} figures lie as in the data that it learnt from`),
  axes: (from: string, to: string) =>
    both(
      `每项一图,同一刻度,${from} 至 ${to} 每周的群体稳定性指数(PSI);色带:没有变化时偶然可达的范围;虚线 0.25:从此算漂移。`,
      `One chart a figure, all on one scale: population stability index by week, ${from} to ${to}. Band: what figures that have not moved stay within by chance. Dashed, 0.25: drift begins.`,
    ),
  scores: both('模型给出的可能性', 'Chances that it says'),
  noReference: both('此模型没有留下训练数据的参照', 'This model has kept nothing to compare with'),
  noReferenceText: both(
    '它在保留参照之前训练;下一个版本会有。',
    'It was made before references were kept; the next version will have one.',
  ),
  figure: both('项目', 'Figure'),
  index: both('PSI,最近一周', 'PSI, newest week'),
  byChance: both('偶然可达', 'Chance, up to'),
  standings: {
    few: both('▨ 人太少', '▨ too few'),
    steady: both('○ 稳定', '○ steady'),
    moved: both('△ 有变化', '△ moved'),
    drifted: both('◆ 漂移', '◆ drifted'),
  },
};
