import type { BilingualText, TrialFigure } from '#libs/contracts';

export interface Verdict {
  readonly isBetter: boolean;
  readonly reason: BilingualText;
}

/** What decides: whether somebody completes; where that cannot be judged, leaving as far ahead as can be. */
const order = ['end', '28', '14', '7'];

/**
 * A challenger is better where, at the horizon that decides, the whole interval of its gain in log loss lies above 0 and
 * it ranks no worse, and where at no other horizon it is shown to be worse in either.
 * @param ranksAlike the challenger is the champion with other chances: of its order nothing is asked
 */
export function verdictOf(figures: readonly TrialFigure[], ranksAlike = false): Verdict {
  const decisive = order
    .map((horizon) => figures.find((one) => one.horizon === horizon))
    .find((one) => one !== undefined);
  if (decisive === undefined)
    return kept('没有两个模型都能判断的预测期', 'there is no horizon of which both models say something');
  const { logLossGain, aucGain } = decisive;
  const gain = `${short(logLossGain.value)} (${short(logLossGain.lower)} to ${short(logLossGain.upper)})`;
  const ranking = `${short(decisive.champion.auc)} -> ${short(decisive.challenger.auc)}`;
  const of = {
    zh: `${horizonText(decisive.horizon).zh},${String(decisive.learners)} 位学员:对数损失改善 ${gain.replace(' to ', ' 至 ')},AUC ${ranking.replace('->', '→')}`,
    en: `${horizonText(decisive.horizon).en}, ${String(decisive.learners)} learners: gain in log loss ${gain}, AUC ${ranking}`,
  };
  if (!(logLossGain.lower > 0)) return kept(`没有证明更好。${of.zh}`, `not shown to be better. ${of.en}`);
  if (!ranksAlike && !(aucGain.value >= 0))
    return kept(`概率更准,但排序更差。${of.zh}`, `its chances are truer, but it ranks worse. ${of.en}`);
  const worse = figures.find((one) => one.logLossGain.upper < 0 || (!ranksAlike && one.aucGain.upper < 0));
  if (worse !== undefined) {
    const { zh, en } = horizonText(worse.horizon);
    return kept(`${zh}变差了。${of.zh}`, `worse at another horizon (${en}). ${of.en}`);
  }
  return { isBetter: true, reason: { zh: `证明更好。${of.zh}`, en: `shown to be better. ${of.en}` } };
}

const kept = (zh: string, en: string): Verdict => ({ isBetter: false, reason: { zh, en } });
const short = (value: number): string => value.toFixed(3);

const horizonText = (horizon: string): BilingualText =>
  horizon === 'end'
    ? { zh: '未完成课程', en: 'does not complete' }
    : { zh: `${horizon} 天内中断`, en: `leaves within ${horizon} days` };
