import type { BilingualText, Horizon } from '#libs/contracts';
import type { Method } from '#pipelines/training';

export const reportLanguages = ['zh', 'en'] as const;
export type ReportLanguage = (typeof reportLanguages)[number];

const both = (zh: string, en: string): BilingualText => ({ zh, en });

/** Every word of the report. Sentences with figures in them are made where the figures are. */
const texts = {
  title: both('中断学习风险模型:评估报告', 'Risk of stopping studies: evaluation'),
  forward: both(
    '按时间向前检验:训练所用的课程都在第一个测试课程开始前结束。',
    'Forward in time: every run that was learnt from was over before the first test run began.',
  ),
  notForward: both(
    '不是按时间向前检验:第一个测试课程开始时,训练所用的课程有的还没结束,或没有结束日。数字可能偏高。',
    'Not forward in time: a run that was learnt from was not over, or has no end, when the first test run began. Figures may be too good.',
  ),
  data: both('训练与测试', 'Learnt from, tested on'),
  trained: both('训练', 'Learnt from'),
  tested: both('测试', 'Tested on'),
  modelLabel: both('模型', 'Model'),
  previousLabel: both('上一版', 'Previous'),
  intervalsLabel: both('区间', 'Intervals'),
  seed: both('种子', 'Seed'),
  learners: both('位学员', 'learners'),
  landmarks: both('个每周时点', 'weekly landmarks'),
  noEnd: both('无结束日', 'no end'),
  day: both('天', 'Day'),
  method: both('方法', 'Method'),
  count: both('学员', 'Learners'),
  positives: both('其中发生', 'Of these, yes'),
  auc: both('AUC', 'AUC'),
  averagePrecision: both('平均精确率', 'Avg. precision'),
  brier: both('Brier 分数', 'Brier'),
  logLoss: both('对数损失', 'Log loss'),
  calibrationError: both('校准误差', 'Calibration error'),
  debiasedError: both('去除抽样', 'Debiased'),
  slope: both('校准斜率', 'Slope'),
  intercept: both('校准截距', 'Intercept'),
  recallPrecision: both('名单的召回率 / 精确率', 'Lists: recall / precision'),
  ruleVolume: both('与 7 天规则同长', 'As long as the rule’s'),
  figuresHow: both(
    '小字:95 % 区间;校准误差下的“<”:即使概率完全正确,这么多学员的误差在 95 % 的样本中也只低于此值。“去除抽样”:概率须偏离多少,才会在这么多学员中平均显出这样的误差;“⌀”:完全正确的概率平均也会显出的误差。',
    'Small: 95 % intervals. “<” below the calibration error: chances that are right stay below this in 95 % of samples of as many learners. “Debiased”: how far off chances would have to be to show such an error on average; “⌀”: what chances that are right show on average.',
  ),
  reliability: both('预测与实际', 'Predicted and seen'),
  predicted: both('预测概率', 'predicted'),
  observed: both('实际比例', 'seen'),
  roc: both('ROC 曲线', 'ROC curve'),
  falsePositive: both('误报率', 'false-positive rate'),
  truePositive: both('召回率', 'recall'),
  precisionRecall: both('精确率与召回率', 'Precision and recall'),
  precision: both('精确率', 'precision'),
  gain: both('名单长度与召回率', 'Gain by capacity'),
  capacity: both('名单占学员比例', 'share of learners listed'),
  differences: both('与其他方法的差', 'Differences to the other methods'),
  differencesHow: both(
    '映雪减去该方法,同一批重抽样(95 %)。AUC 与平均精确率大于 0 为好,Brier 小于 0 为好。',
    'Snowlight minus the method, over the same resamples (95 %). Above 0 is better; of Brier, below.',
  ),
  minus: both('减去', 'Minus'),
  horizon: both('期限', 'Horizon'),
  lead: both('提前多久提醒', 'Lead time'),
  leadHow: both(
    '从连续两周都在名单上的第一次提醒,到中断学习的天数。每周名单与 7 天规则一样长。',
    'Days from the first alert that stays on for two weekly landmarks to the departure. Lists are as long as the 7-day rule’s.',
  ),
  leadShare: both(
    '提前至少这么多天得到提醒的人,占全部中断者',
    'Share of all who left that was alerted at least so many days ahead',
  ),
  departures: both('中断人数', 'Left'),
  alerted: both('得到提醒', 'Alerted'),
  medianDays: both('提前天数中位数', 'Median days'),
  churn: both('名单的变动', 'Alert churn'),
  churnHow: both(
    '每周名单中上周不在名单上的比例,只计两周都在学的学员。',
    'Share of a weekly list that was not on it the week before, among those who were in at both.',
  ),
  list: both('名单', 'List'),
  alerts: both('提醒次数', 'Alerts'),
  churnShare: both('变动率', 'Churn'),
  groups: both('分组审查', 'Groups'),
  groupsHow: both(
    '人口属性只用于审查,模型从不读取。ABROCA 为两组 ROC 曲线之间的面积(与最大组比较);“随机上限”是把学员随机分成同样大小的组时 95 % 不会超过的值;p 经 Holm 校正。人数不足 10 的组不显示;“看不出”表示该组发生或未发生的不足 10 人。',
    'Attributes serve audits alone; no model reads them. ABROCA: area between the ROC curves of a group and the largest one. “By chance up to”: what 95 % of groups of these sizes that were dealt out at random stay below. p is adjusted by Holm. Groups under 10 are hidden; “cannot tell”: fewer than 10 of either outcome.',
  ),
  group: both('组', 'Group'),
  reference: both('参照', 'reference'),
  hidden: both('隐去', 'hidden'),
  cannotTell: both('看不出', 'cannot tell'),
  tpr: both('召回率', 'True-positive rate'),
  fpr: both('误报率', 'False-positive rate'),
  large: both('预测减实际', 'Predicted minus seen'),
  abroca: both('ABROCA(随机上限)', 'ABROCA (by chance up to)'),
  p: both('p(校正后)', 'p (adjusted)'),
  noGroups: both('没有可审查的属性:看不出。', 'No attribute to audit by: cannot tell.'),
  disjoint: both('学员不重叠检验', 'Learner-disjoint check'),
  disjointHow: both(
    '测试的学员不变;其中也在训练数据里的人,从训练中去掉后重新训练。“之后”减“之前”(95 %,同一批重抽样)。新学员两次都不被认识,他们的变化只来自训练数据变少;“老学员减新学员”才是认识学员本身带来的:AUC 小于 0、Brier 大于 0,说明主要结果有一部分靠的是认识他们。各部分发生、未发生都满 10 人才分开列出。',
    'The learners tested stay the same; those who are in training, too, are left out of it and the model is learnt anew. Without minus with them (95 %, same resamples). New learners are known to neither model: what changes for them comes of fewer training data alone. “Known minus new” is what knowing the learners was worth: an AUC below 0 and a Brier above 0 mean that the headline owes something to it. Parts are shown where each has 10 of either outcome.',
  ),
  disjointWith: both('AUC:之前 → 之后', 'AUC, with → without'),
  disjointError: both('校准误差:之前 → 之后', 'Calibration error, with → without'),
  aucChange: both('AUC 变化', 'Change in AUC'),
  brierChange: both('Brier 变化', 'Change in Brier'),
  who: both('学员范围', 'Tested'),
  everybody: both('全部', 'all'),
  known: both('老学员', 'known'),
  newcomers: both('新学员', 'new'),
  knownMinusNew: both('老学员减新学员', 'known minus new'),
  leaveOneOut: both('逐个课程留出', 'Leave one run out'),
  leaveOneOutHow: both(
    '每个课程由其余课程(包括之后的)训练的模型来检验,用于与论文比较,不是主要结果。',
    'Each run tested by a model that learnt from all others, later ones too: for comparison with papers, no headline.',
  ),
  run: both('课程', 'Run'),
  pooled: both('合并', 'Pooled'),
  notes: both('需要知道的', 'To know'),
  limits: both('限度', 'Limits'),
} as const;

export type Word = keyof typeof texts;
export type Say = (word: Word) => string;

export const sayIn =
  (language: ReportLanguage): Say =>
  (word) =>
    texts[word][language];

export const methodName = (method: Method, language: ReportLanguage): string =>
  ({
    snowlight: both('映雪', 'Snowlight'),
    'previous model': both('上一版模型', 'Previous model'),
    'logistic regression': both('逻辑回归', 'Logistic regression'),
    '7-day rule': both('7 天未访问规则', '7-day rule'),
  })[method][language];

export const horizonText = (horizon: Horizon, language: ReportLanguage): string =>
  horizon === 'end'
    ? both('未完成课程', 'Does not complete')[language]
    : both(`${horizon} 天内中断学习`, `Leaves within ${horizon} days`)[language];

export const onDay = (day: number, language: ReportLanguage): string =>
  both(`第 ${String(day)} 天`, `Day ${String(day)}`)[language];

export const limits: readonly BilingualText[] = [
  both(
    '概率的区间说的是:得到这个分数的学员平均有多大可能,不是某一个人的真实可能性;也不含以后课程与过去不同所带来的变化。',
    'The interval of a chance speaks of learners with that score on average, not of one person, and not of how later runs may differ from earlier ones.',
  ),
  both(
    '表中区间只反映测试学员(和课程)的抽样,不含重新训练会带来的变化。',
    'Intervals in the tables reflect which learners (and runs) were tested, not how a model that is trained anew would differ.',
  ),
  both(
    '数字来自观察,不说明提醒会带来什么;提醒的作用要由随机留出来衡量。',
    'Figures are observational: what a reminder changes is measured by randomised holdouts, not here.',
  ),
  both(
    '未被看到中断、观察又提前结束的学员不计入该期限。',
    'Learners whose observation ended before a horizon, without having left, are not counted for it.',
  ),
];
