import type { BilingualText, Horizon, ModelCard, ModelList } from '#libs/contracts';
import { both } from '../../language/bilingual.js';
import type { Formats } from '../../language/formats.js';

export const words = {
  title: both('模型', 'Models'),
  question: both('在这里可以信它吗?', 'Can it be trusted here?'),
  inUse: (version: string, verdict: BilingualText) =>
    both(`正在使用 ${version}。${verdict.zh}。`, `In use: ${version}. ${verdict.en}.`),
  noneActive: both('还没有启用的模型,因此没有任何判断。', 'No model is in use, so nothing is estimated.'),
  none: both('还没有模型', 'No model yet'),
  noneText: both(
    '服务启动后几秒内会放入随程序提供的基线模型。',
    'The shipped baseline is put here within seconds of a start.',
  ),
  kinds: {
    risk: both('中断可能性', 'Chance to stop'),
    mastery: both('技能掌握', 'Mastery'),
  } satisfies Record<ModelCard['kind'], BilingualText>,
  statuses: {
    active: both('● 使用中', '● in use'),
    candidate: both('○ 候选', '○ candidate'),
    retired: both('– 已停用', '– retired'),
  } satisfies Record<ModelCard['status'], BilingualText>,
  origins: {
    baseline: both('随程序提供', 'shipped baseline'),
    trained: both('本机构训练', 'trained here'),
    recalibrated: both('重新校准', 'recalibrated'),
  } satisfies Record<ModelCard['origin'], BilingualText>,

  version: both('版本', 'Version'),
  verdict: both('结论', 'Verdict'),
  since: both('最近启用', 'In use since'),
  never: both('从未启用', 'never'),
  by: (who: BilingualText) => both(`由${who.zh}`, `by ${who.en}`),
  learntFrom: both('训练数据', 'Learnt from'),
  learntFromRuns: (runs: string) => both(`学过 ${runs}`, `Learnt from ${runs}`),
  auc: both('AUC', 'AUC'),
  calibration: both('可能性偏差', 'Chances off'),
  points: (figure: string) => both(`${figure} 个百分点`, `${figure} points`),
  byChance: (figure: string) => both(`偶然可达 ${figure}`, `chance up to ${figure}`),
  leadDays: both('提前天数', 'Lead, days'),
  beyondRule: both('比 7 天规则', 'vs 7-day rule'),
  measuredBy: (horizon: BilingualText) =>
    both(
      `数字来自本机构最近十二周、结果已知的学员(${horizon.zh}),下行为 95 % 区间。偏差:估计的可能性与实际平均相差多少。提前天数:连续两次列入名单到中断的中位天数。7 天规则:与“7 天未学习”同样长的名单,多找到多少中断的学员。`,
      `Of your own learners over the last twelve weeks, as far as outcomes are known (${horizon.en}); the line below is the 95 % interval. Chances off: how far they lie from what came, on average. Lead: median days from being listed twice in a row to stopping. 7-day rule: how many more of those who stop are on a list as long as that of “nothing for 7 days”.`,
    ),
  notMeasured: both(
    '还没有足够的已知结果:AUC、校准、提前天数要等学员的结果出来以后才有。',
    'Not enough outcomes are known yet: AUC, calibration and lead follow when they are.',
  ),

  challenge: both('挑战者与现用模型', 'Challenger beside champion'),
  noChallenge: both('还没有比较过', 'Nothing has been compared yet'),
  noChallengeText: both(
    '每当有课程结束,就用此前的课程训练一个挑战者,两者在这门课程上比较。实际结果连续几周与估计不符时,重新校准使用中的模型。',
    'When a run has finished, a challenger is trained on the runs before it, and both are judged on it. Where outcomes are off for weeks in a row, the model in use is recalibrated.',
  ),
  decisions: {
    promoted: both('已按规则换新', 'It took over by rule'),
    proposed: both('建议换新,等待人工决定', 'It is proposed; a person decides'),
    kept: both('保留现用模型', 'The champion stays'),
  } satisfies Record<ModelCard['trials'][number]['decision'], BilingualText>,
  successor: (version: string) => both(`查看 ${version}`, `See ${version}`),
  horizon: both('预测', 'Chance that a learner'),
  learnersOf: both('学员(其中如此)', 'Learners (who did)'),
  champion: both('现用', 'champion'),
  challenger: both('挑战者', 'challenger'),
  logLossGain: both('对数损失改善', 'Log loss gain'),
  aucGain: both('AUC 改善', 'AUC gain'),
  aucOf: (who: BilingualText) => both(`AUC,${who.zh}`, `AUC, ${who.en}`),
};

export const horizonWords: Readonly<Record<Horizon, BilingualText>> = {
  '7': both('7 天内中断', 'stops within 7 days'),
  '14': both('14 天内中断', 'stops within 14 days'),
  '28': both('28 天内中断', 'stops within 28 days'),
  end: both('未能完成', 'does not complete'),
};

type Promoted = Pick<NonNullable<ModelList['models'][number]['promoted']>, 'actorKind' | 'actor'>;

export function whoPromoted({ actorKind, actor }: Promoted): BilingualText {
  if (actorKind === 'user') return both(` ${actor} `, actor);
  if (actorKind === 'key') return both(`密钥 ${actor} `, `key ${actor}`);
  return actorKind === 'rule' ? both('规则', 'rule') : both('系统', 'the system');
}

/** Words of what training counts; another one is shown by its own name. */
export const metricWords: Readonly<Record<string, BilingualText>> = {
  groups: both('期数', 'Number of runs'),
  learners: both('学员', 'Learners'),
  landmarks: both('观察点', 'Landmarks'),
  departures: both('其中中断', 'Seen to stop'),
  skills: both('技能', 'Skills'),
  responses: both('作答', 'Answers'),
  auc: both('AUC', 'AUC'),
  averagePrecision: both('平均精度', 'Average precision'),
  brier: both('Brier 分', 'Brier score'),
  calibrationError: both('校准误差', 'Calibration error'),
  leadDays: both('提前天数', 'Lead, days'),
};

/** What was held against what, on which run, when. */
export const trialSentence = (
  { champion, challenger, heldOut, at }: ModelCard['trials'][number],
  format: Pick<Formats, 'date'>,
): BilingualText => {
  const day = format.date(at);
  return challenger === null
    ? both(
        `为 ${champion} 找挑战者,检验课程 ${heldOut},${day}`,
        `A challenger of ${champion} on ${heldOut}, ${day}`,
      )
    : both(
        `${challenger} 与 ${champion} 在 ${heldOut} 上比较,${day}`,
        `${challenger} against ${champion} on ${heldOut}, ${day}`,
      );
};
