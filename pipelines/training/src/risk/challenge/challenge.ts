import type { BilingualText, TrialFigure } from '#libs/contracts';
import type { LandmarkTable, RiskModel } from '#libs/models';
import { learnRisk, type TrainedRisk } from '../train-risk.js';
import { compareModels, FEWEST_OF_EITHER, judgeable } from './compare-models.js';
import { verdictOf, type Verdict } from './verdict.js';

/** Plain data: it may be done in another process. */
export interface ChallengeTask {
  readonly training: LandmarkTable;
  /** A run that neither has seen, later than all of `training`. */
  readonly heldOut: LandmarkTable;
  readonly champion: RiskModel;
  readonly seed: number;
}
export interface ChallengeAnswer extends Verdict {
  /** null where nothing was trained, or nothing could be learnt. */
  readonly challenger: TrainedRisk | null;
  readonly figures: readonly TrialFigure[];
}

/** Trains a challenger and holds it against the champion. */
export function challenge({ training, heldOut, champion, seed }: ChallengeTask): ChallengeAnswer {
  if (judgeable(heldOut).length === 0)
    return nothing({
      zh: `检验课程里任一结局的学员不足 ${String(FEWEST_OF_EITHER)} 位,无法比较`,
      en: `too few: in the held-out run fewer than ${String(FEWEST_OF_EITHER)} learners of either outcome to judge by`,
    });
  const missing = champion.featureNames.filter((name) => !heldOut.features.names.includes(name));
  if (missing.length > 0)
    return nothing({
      zh: `现用模型的输入 ${missing.join('、')} 已不再计算,无法比较`,
      en: `the champion needs ${missing.join(', ')}, which are not counted any more: it cannot be held against`,
    });
  const challenger = learnt(training, seed);
  if ('reason' in challenger) return nothing(challenger.reason);
  const learntHorizons = compareModels(champion, challenger.model, heldOut, seed).filter(
    ({ horizon }) => !(horizon in challenger.unlearnt),
  );
  return { challenger, figures: learntHorizons, ...verdictOf(learntHorizons) };
}

const nothing = (reason: BilingualText): ChallengeAnswer => ({
  challenger: null,
  figures: [],
  better: null,
  reason,
});

function learnt(training: LandmarkTable, seed: number): TrainedRisk | { readonly reason: BilingualText } {
  try {
    return learnRisk(training, seed);
  } catch (error) {
    // what there is too little of is said by the trainer in a sentence
    if (!(error instanceof RangeError)) throw error;
    return { reason: { zh: `数据不足,未能训练(${error.message})`, en: `too few data: ${error.message}` } };
  }
}
