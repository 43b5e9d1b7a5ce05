import { horizons, type Horizon, type TrialFigure } from '#libs/contracts';
import {
  nestedResamples,
  percentileInterval,
  predictRisk,
  type LandmarkTable,
  type RiskModel,
} from '#libs/models';
import { reliabilityOf } from '../reliability-of.js';
import { knownOutcomes, lossAndRanking } from './held-out.js';

const REPLICATES = 500;
/** Fewer learners of either outcome, and a horizon is not judged: an interval of so few says nothing. */
export const FEWEST_OF_EITHER = 20;

/** Horizons at which the held-out run has enough learners of both outcomes to judge by. */
export const judgeable = (heldOut: LandmarkTable): Horizon[] =>
  horizons.filter((horizon) => {
    const { positives, negatives } = knownOutcomes(heldOut, horizon);
    return Math.min(positives, negatives) >= FEWEST_OF_EITHER;
  });

/**
 * Both models on the same landmarks, at each horizon of which both say something. Differences have a 95 % interval from
 * resamples of learners, all landmarks of one drawn together (`nestedResamples`): of one run they say nothing of others.
 * @param heldOut neither has seen it
 */
export function compareModels(
  champion: RiskModel,
  challenger: RiskModel,
  heldOut: LandmarkTable,
  seed: number,
): TrialFigure[] {
  const chances = [champion, challenger].map(
    (model) => (horizon: Horizon, table: LandmarkTable) => predictRisk(model, table.features)[horizon]?.p,
  );
  return judgeable(heldOut).flatMap((horizon) => {
    const { table, labels, learners, positives } = knownOutcomes(heldOut, horizon);
    const [old, fresh] = chances.map((of) => of(horizon, table));
    if (old === undefined || fresh === undefined) return [];
    const ofChampion = lossAndRanking(labels, old);
    const ofChallenger = lossAndRanking(labels, fresh);
    const units = table.rows.map(({ group, learner }) => ({ run: group, learner }));
    const gains = (weights?: Float64Array): { readonly logLoss: number; readonly auc: number } => {
      const [before, after] = [ofChampion(weights), ofChallenger(weights)];
      return { logLoss: before.logLoss - after.logLoss, auc: after.auc - before.auc };
    };
    const drawn = Array.from(nestedResamples(units, { seed, replicates: REPLICATES }), gains);
    const whole = gains();
    return [
      {
        horizon,
        learners,
        positives,
        logLossGain: { value: whole.logLoss, ...percentileInterval(drawn.map(({ logLoss }) => logLoss)) },
        aucGain: { value: whole.auc, ...percentileInterval(drawn.map(({ auc }) => auc)) },
        champion: { ...ofChampion(), reliability: reliabilityOf(labels, old, learners) },
        challenger: { ...ofChallenger(), reliability: reliabilityOf(labels, fresh, learners) },
      },
    ];
  });
}
