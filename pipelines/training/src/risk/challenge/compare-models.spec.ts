import { describe, expect, it } from '@jest/globals';
import {
  featureMatrixFromRows,
  SeededRandom,
  trainRiskModel,
  type LandmarkOutcome,
  type LandmarkTable,
} from '#libs/models';
import { compareModels } from './compare-models.js';

/** Two weeks of each learner; who has been away for more than five days leaves within a week in `share` of cases. */
function table(seed: number, share: number): LandmarkTable {
  const random = new SeededRandom(seed);
  const figures: number[][] = [];
  const rows: LandmarkOutcome[] = [];
  for (let learner = 0; learner < 300; learner++)
    for (const landmarkDay of [7, 14]) {
      const away = Math.floor(random.uniform() * 14);
      const leaves = random.uniform() < (away > 5 ? share : 0.02);
      figures.push([away]);
      const outcome = { landmarkDay, leftAfterDays: leaves ? 2 : null, observedDays: 28, completed: null };
      rows.push({ group: 'run', learner: String(learner), ...outcome });
    }
  return { features: featureMatrixFromRows(['away'], figures), rows };
}

const trained = (share: number) => trainRiskModel(table(1, share), { seed: 1, gbdt: { numIterations: 10 } });

describe('champion and challenger on a run that neither has seen', () => {
  const [at14] = compareModels(trained(0.2), trained(0.6), table(2, 0.6), 1).filter(
    ({ horizon }) => horizon === '14',
  );
  const bins = [at14?.champion.reliability ?? [], at14?.challenger.reliability ?? []];

  it('keeps the calibration of both: the one that learnt where fewer leave says too little', () => {
    const [champion, challenger] = bins.map((own) => own.at(-1)!);
    expect(champion!.lower).toBeGreaterThan(champion!.predicted);
    expect(challenger!.lower).toBeLessThan(challenger!.predicted);
    expect(challenger!.upper).toBeGreaterThan(challenger!.predicted);
  });

  it('counts learners there, not their weeks', () => {
    for (const own of bins) {
      const learners = own.reduce((sum, bin) => sum + bin.learners, 0);
      expect(Math.abs(learners - at14!.learners)).toBeLessThanOrEqual(own.length / 2);
    }
  });
});
