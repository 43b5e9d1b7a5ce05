import { describe, expect, it } from '@jest/globals';
import type { ModelCard } from '#libs/contracts';
import { calibrationSources } from './calibration-sources.js';

const bin = (predicted: number) => ({ learners: 40, predicted, observed: 0.2, lower: 0.1, upper: 0.3 });
const gain = { value: 0, lower: 0, upper: 0 };
const figure = (horizon: string, old?: number, fresh?: number) => ({
  ...{ horizon, learners: 400, positives: 100, logLossGain: gain, aucGain: gain },
  champion: { logLoss: 0.5, auc: 0.7, ...(old !== undefined && { reliability: [bin(old)] }) },
  challenger: { logLoss: 0.5, auc: 0.7, ...(fresh !== undefined && { reliability: [bin(fresh)] }) },
});
const trial: ModelCard['trials'][number] = {
  ...{ at: '2026-11-21T03:00:00.000Z', champion: 'old', challenger: 'fresh', heldOut: 'htn', trainedOn: [] },
  ...{ decision: 'proposed', successor: 'next', reason: { zh: '', en: '' } },
  figures: [figure('14', 0.1, 0.2), figure('end', 0.3, 0.4)],
};
const shown = (...of: Parameters<typeof calibrationSources>) =>
  calibrationSources(...of).map(({ key, bins }) => [key, bins[0]?.predicted]);

describe('where calibration is seen', () => {
  it('is first among the own learners, then on the run it was judged on, as what it was there', () => {
    const watch = { horizon: '14' as const, reliability: [bin(0.05)] };
    expect(shown({ version: 'old', trials: [trial] }, watch)).toEqual([
      ['here', 0.05],
      ['14', 0.1],
      ['end', 0.3],
    ]);
    expect(shown({ version: 'fresh', trials: [trial] }, null)).toEqual([
      ['14', 0.2],
      ['end', 0.4],
    ]);
  });

  it('is nowhere for a successor, whose trial was another’s, nor where it was not kept', () => {
    expect(shown({ version: 'next', trials: [trial] }, null)).toEqual([]);
    expect(shown({ version: 'old', trials: [{ ...trial, figures: [figure('14')] }] }, null)).toEqual([]);
  });
});
