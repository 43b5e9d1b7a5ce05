import type { BilingualText, PromotionReason } from '#libs/contracts';

/** Why a version was made the one that scores: a person's own words are the same in both languages. */
export function whyPromoted(why: string | PromotionReason): BilingualText {
  if (typeof why === 'string') return { zh: why, en: why };
  switch (why.code) {
    case 'no-model':
      return { zh: '之前没有使用中的模型', en: 'there was no model in use' };
    case 'newer-baseline':
      return { zh: '随程序更新了基线', en: 'a newer baseline came with the program' };
    case 'asked-when-trained':
      return { zh: '训练时要求启用', en: 'asked for when it was trained' };
    case 'shown-better': {
      const { zh, en } = comparison(why);
      return { zh: `证明更好。${zh}`, en: `shown to be better. ${en}` };
    }
  }
}

type ShownBetter = Extract<PromotionReason, { code: 'shown-better' }>;

/** Of the horizon that decides: on how many, how much is gained, and how both rank. */
export function comparison({
  horizon,
  learners,
  logLossGain,
  auc,
}: Omit<ShownBetter, 'code'>): BilingualText {
  const { zh, en } = horizonText(horizon);
  const [gain, lower, upper] = [logLossGain.value, logLossGain.lower, logLossGain.upper].map(short);
  const [before, after] = [auc.champion, auc.challenger].map(short);
  return {
    zh: `${zh},${String(learners)} 位学员:对数损失改善 ${gain} (${lower} 至 ${upper}),AUC ${before} → ${after}`,
    en: `${en}, ${String(learners)} learners: gain in log loss ${gain} (${lower} to ${upper}), AUC ${before} -> ${after}`,
  };
}

export const horizonText = (horizon: string): BilingualText =>
  horizon === 'end'
    ? { zh: '未完成课程', en: 'does not complete' }
    : { zh: `${horizon} 天内中断`, en: `leaves within ${horizon} days` };

const short = (value: number | undefined): string => (value ?? Number.NaN).toFixed(3);
