import type { BilingualText, ModelWatch } from '#libs/contracts';
import { both, plural } from '../../language/bilingual.js';

type Verdict = NonNullable<ModelWatch['fairness']>['audits'][number]['groups'][number]['verdict'];

/** Texts of fairness: whether the model is as good for one group as for another. */
export const fairnessWords = {
  intro: (horizon: BilingualText) =>
    both(
      `按学员的首个估计检查(${horizon.zh})。这些属性从不是模型的输入,只用于这里。`,
      `Judged by the first that was said of each learner (${horizon.en}). These attributes are never inputs of the model; they serve this page alone.`,
    ),
  none: both('结果已知的学员太少,还不能检查', 'Too few outcomes are known to audit it yet'),
  noneText: both(
    '每组至少要有若干位已中断和若干位未中断的学员。',
    'A group needs some learners of either outcome.',
  ),
  finding: (name: BilingualText, shown: number) =>
    both(
      `${name.zh}:${shown.toString()} 组显示出差别`,
      `${name.en}: ${shown.toString()} ${plural(shown, 'group shows', 'groups show')} a difference`,
    ),
  findingNone: (name: BilingualText) =>
    both(`${name.zh}:没有显示出差别`, `${name.en}: no difference is shown`),
  findingUntold: (name: BilingualText) => both(`${name.zh}:人数太少,不能判断`, `${name.en}: too few to tell`),
  group: both('组', 'Group'),
  verdict: both('结论', 'Verdict'),
  learners: both('学员', 'Learners'),
  hidden: both('隐藏', 'hidden'),
  gap: both('估计减实际(百分点,95 %)', 'Said minus came (points, 95 %)'),
  listed: both('中断者中列入名单', 'Listed, of who left'),
  auc: both('AUC', 'AUC'),
  abroca: both('排序差距', 'Ranking gap'),
  byChance: (figure: string) => both(`偶然 ${figure}`, `chance ${figure}`),
  how: (most: string) =>
    both(
      `估计减实际:0 右侧为估计偏高,两端为 ±${most} 个百分点。排序差距:与人数最多一组的 ROC 曲线之间的面积(ABROCA)。“不能判断”:该组某一结局人数太少,不等于没有差别。“隐藏”:人数太少,或由总数可以推出被隐藏的另一组。`,
      `Said minus came: right of 0 too much is said; the axis ends at ±${most} points. Ranking gap: area between the ROC curves of the group and of the largest one (ABROCA). “Cannot tell”: too few of either outcome, which is not the same as no difference. “Hidden”: too few people, or the sum would betray another group that is hidden.`,
    ),
  notAudited: both('未检查', 'Not audited'),
};

export const fairnessVerdicts: Readonly<Record<Verdict, BilingualText>> = {
  hidden: both('▨ 隐藏:人太少', '▨ hidden: too few'),
  'cannot-tell': both('▨ 不能判断', '▨ cannot tell'),
  reference: both('– 参照组', '– reference'),
  'no-difference': both('○ 未见差别', '○ none shown'),
  'ranked-worse': both('◆ 排序不同', '◆ ranked otherwise'),
  'said-too-much': both('◆ 估计偏高', '◆ too much is said'),
  'said-too-little': both('◆ 估计偏低', '◆ too little is said'),
};
