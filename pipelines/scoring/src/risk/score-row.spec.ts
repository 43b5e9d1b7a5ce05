import { expect, it } from '@jest/globals';
import { horizons } from '#libs/contracts';
import { featureNames } from '#libs/features';
import { createFeatureMatrix, type RiskModel } from '#libs/models';
import { scoresOf } from './score-row.js';
import { toldOf } from './told-of-run.js';

it('says nothing, and not why, by a model that has learnt nothing', () => {
  const model: RiskModel = {
    kind: 'risk',
    featureNames: [],
    hazard: null,
    calibration: { '7': null, '14': null, '28': null },
    end: null,
    trainedOn: { landmarks: 0, learners: 0, groups: 0, departures: 0 },
  };
  const active = { version: 'none', model };
  const days = (n: number) => featureNames.map(() => Float64Array.of(n, 3));
  const landmarks = {
    run: 'r',
    learners: ['old', 'new'],
    figures: createFeatureMatrix(featureNames, days(30)),
  };
  const scores = scoresOf(active, landmarks, { ...toldOf(active, landmarks), weekBefore: new Map() });
  const nothing = horizons.map(() => null);
  expect(scores.map(({ abstained, probability, reasons }) => [abstained, probability, reasons])).toEqual([
    [horizons.map(() => 'no-model'), nothing, []],
    [horizons.map(() => 'short-history'), nothing, []],
  ]);
});
