import type { BilingualText } from '#libs/contracts';
import { both, plural } from '../../language/bilingual.js';

/** Texts of calibration: what was said against what came. */
export const calibrationWords = {
  source: both('看哪里', 'Seen where'),
  here: (horizon: BilingualText) => both(`本机构学员,${horizon.zh}`, `Your learners: ${horizon.en}`),
  heldOut: (run: string, horizon: BilingualText) => both(`${run} · ${horizon.zh}`, `${run}: ${horizon.en}`),
  none: both('还没有可以对照的结果', 'There is nothing yet to hold it against'),
  noneText: both(
    '启用后,学员的结果陆续知道,这里就会有;候选版本在与现用模型比较时得到。',
    'It comes as outcomes become known while it is in use; a candidate gets it when it is held against the model in use.',
  ),
  othersTrial: (challenger: string) =>
    both(
      `它用了全部已知结果,比较的是只用较早结果的挑战者 ${challenger}。`,
      `It learnt from all that is known; what was judged was challenger ${challenger}, which knew the earlier part alone.`,
    ),
  see: (version: string) => both(`查看 ${version} 的校准`, `See the calibration of ${version}`),
  more: (count: number, all: string) =>
    both(
      `${all} 组中有 ${count.toString()} 组实际比估计的多`,
      `In ${count.toString()} of ${all} groups more did than was said`,
    ),
  fewer: (count: number, all: string) =>
    both(
      `${all} 组中有 ${count.toString()} 组实际比估计的少`,
      `In ${count.toString()} of ${all} groups fewer did than was said`,
    ),
  asSaid: (all: number) =>
    both(
      `${all.toString()} 组都与估计相符`,
      `In ${plural(all, 'the one group', `all ${all.toString()} groups`)} what came is as was said`,
    ),
  axes: (learners: string) =>
    both(
      `横轴:估计的可能性;纵轴:实际比例,竖线为 95 % 区间;虚线:两者相等。下方:每组学员人数,共 ${learners} 人。按估计从低到高分成大致等大的组。`,
      `Across: the chance that was said. Up: the share that came, with its 95 % interval. Dashed: as was said. Below: how many learners, ${learners} in all, in groups of about equal size from the lowest chance to the highest.`,
    ),
  weeksEach: both(
    '同一学员的各周彼此相似,这里每位学员只算一次。',
    'Weeks of one learner resemble each other: here each learner counts as one.',
  ),
  predicted: both('估计的可能性', 'Chance that was said'),
  observed: both('实际比例', 'Share that came'),
  learners: both('学员', 'Learners'),
  diagonal: both('相符', 'as said'),
  range: both('95 % 区间', '95 % interval'),
  standing: both('结论', 'Verdict'),
  standings: {
    more: both('◆ 实际更多', '◆ more came'),
    fewer: both('◆ 实际更少', '◆ fewer came'),
    'as-said': both('○ 相符', '○ as said'),
  },
};
