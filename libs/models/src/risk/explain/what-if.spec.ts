import { describe, expect, it } from '@jest/globals';
import { featureMatrixFromRows } from '../../feature-matrix.js';
import { SeededRandom } from '../../random.js';
import { trainRiskModel } from '../hazard.js';
import type { LandmarkOutcome } from '../landmark-table.js';
import { whatIf } from './what-if.js';

/** Who has been away for more than 10 days leaves within a week in two cases of three, others in one of fifty. */
const random = new SeededRandom(4);
const figures: number[][] = [];
const rows: LandmarkOutcome[] = [];
for (let learner = 0; learner < 1500; learner++) {
  const away = Math.floor(random.uniform() * 20);
  const leaves = random.uniform() < (away > 10 ? 0.66 : 0.02);
  figures.push([away, random.uniform()]);
  rows.push({
    group: 'run',
    learner: String(learner),
    landmarkDay: 7,
    leftAfterDays: leaves ? 2 : null,
    observedDays: 28,
    completed: null,
  });
}
const model = trainRiskModel(
  { features: featureMatrixFromRows(['away', 'noise'], figures), rows },
  { seed: 1, gbdt: { numIterations: 30 } },
);

describe('what if', () => {
  it('gives the lower chance where it falls by more than noise', () => {
    const changed = whatIf(model, { away: 15, noise: 0.5 }, { away: 0, noise: 0.5 }, '14');
    expect(changed?.probability).toBeLessThan(0.1);
    expect(changed?.upper).toBeGreaterThan(changed?.probability ?? NaN);
  });

  it('says nothing where the chance stays, rises, or the figures are none that it was trained on', () => {
    expect(whatIf(model, { away: 3, noise: 0.5 }, { away: 0, noise: 0.5 }, '14')).toBeNull();
    expect(whatIf(model, { away: 0, noise: 0.5 }, { away: 15, noise: 0.5 }, '14')).toBeNull();
    expect(whatIf(model, { away: 15, noise: 0.5 }, { away: -5, noise: 0.5 }, '14')).toBeNull();
    expect(whatIf(model, { away: 15, noise: 0.5 }, { away: 15, noise: 0.5 }, '14')).toBeNull();
    expect(whatIf(model, { away: 15, noise: 0.5 }, { away: 0, noise: 0.5 }, 'end')).toBeNull();
  });
});
