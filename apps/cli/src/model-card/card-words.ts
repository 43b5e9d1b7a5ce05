import type { BilingualText, ModelCard } from '#libs/contracts';
import type { ReportLanguage } from '../evaluation/words.js';

const both = (zh: string, en: string): BilingualText => ({ zh, en });

export const cardWords = {
  title: both('模型卡片', 'Model card'),
  baseline: both(
    '随程序提供的基线模型:由模拟数据和 OULAD(CC BY 4.0)训练,没有学过本机构的任何学员。',
    'The shipped baseline: learnt from simulated learners and from OULAD (CC BY 4.0), and from nobody of this organisation.',
  ),
  trained: both('由本机构的课程训练。', 'Learnt from the course runs of this organisation.'),
  recalibrated: both(
    '由之前的模型按本机构学员的实际结果重新校准:可能性改了,排序没有改。',
    'A model before it, its chances set right on what came of learners of this organisation; the order of learners is as it was.',
  ),
  made: both('训练于', 'made'),
  trainedOn: both('训练数据', 'trained on'),
  window: both('数据区间', 'data window'),
  seed: both('随机种子', 'seed'),
  status: both('状态', 'status'),
  figures: both('训练所见', 'What it saw'),
  features: both('输入', 'Inputs'),
  feature: both('名称', 'name'),
  counted: both('计算方式', 'counted by'),
  parameters: both('参数', 'Parameters'),
  promotions: both('启用记录', 'Promotions'),
  noPromotions: both('从未启用。', 'It has never scored.'),
  trials: both('与挑战者的比较', 'Held against challengers'),
  noTrials: both('没有比较过。', 'It was held against none.'),
  at: both('时间', 'when'),
  version: both('版本', 'version'),
  previous: both('此前', 'before it'),
  by: both('由谁', 'by'),
  why: both('原因', 'why'),
  decision: both('结论', 'decision'),
  heldOut: both('检验课程', 'held out'),
  horizon: both('预测', 'horizon'),
  learners: both('学员', 'learners'),
  positives: both('其中中断', 'of whom left'),
  logLossGain: both('对数损失改善', 'gain in log loss'),
  aucGain: both('AUC 改善', 'gain in AUC'),
  none: both('无', 'none'),
  unknown: both('未记录', 'not written down'),
} as const;

export const statusWords: Readonly<Record<ModelCard['status'], BilingualText>> = {
  candidate: both('候选', 'candidate'),
  active: both('正在使用', 'active'),
  retired: both('已停用', 'retired'),
};

export const decisionWords: Readonly<Record<ModelCard['trials'][number]['decision'], BilingualText>> = {
  promoted: both('按规则换新', 'promoted by rule'),
  proposed: both('建议人工启用', 'proposed to a person'),
  kept: both('保留原模型', 'champion kept'),
};

export const sayCard =
  (language: ReportLanguage) =>
  (word: keyof typeof cardWords): string =>
    cardWords[word][language];
