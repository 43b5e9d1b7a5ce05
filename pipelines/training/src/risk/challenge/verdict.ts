import type { BilingualText, PromotionReason, TrialFigure } from '#libs/contracts';
import { comparison, horizonText, whyPromoted } from './why-promoted.js';

export interface Verdict {
  /** null = not shown to be better. */
  readonly better: PromotionReason | null;
  /** In a sentence, whichever it is. */
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
  const { horizon, learners, logLossGain, aucGain, champion, challenger } = decisive;
  const auc = { champion: champion.auc, challenger: challenger.auc };
  const figuresOf = { horizon, learners, logLossGain, auc };
  const of = comparison(figuresOf);
  if (!(logLossGain.lower > 0)) return kept(`没有证明更好。${of.zh}`, `not shown to be better. ${of.en}`);
  if (!ranksAlike && !(aucGain.value >= 0))
    return kept(`概率更准,但排序更差。${of.zh}`, `its chances are truer, but it ranks worse. ${of.en}`);
  const worse = figures.find((one) => one.logLossGain.upper < 0 || (!ranksAlike && one.aucGain.upper < 0));
  if (worse !== undefined) {
    const { zh, en } = horizonText(worse.horizon);
    return kept(`${zh}变差了。${of.zh}`, `worse at another horizon (${en}). ${of.en}`);
  }
  const better = { code: 'shown-better', ...figuresOf } as const;
  return { better, reason: whyPromoted(better) };
}

const kept = (zh: string, en: string): Verdict => ({ better: null, reason: { zh, en } });
