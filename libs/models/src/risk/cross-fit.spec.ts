import { describe, expect, it } from '@jest/globals';
import { createFeatureMatrix } from '../feature-matrix.js';
import { SeededRandom } from '../random.js';
import { assignFolds, crossFit } from './cross-fit.js';
import { predictGbdt } from '../gbdt/predict/predict-gbdt.js';

describe('assignFolds', () => {
  const units = Array.from({ length: 300 }, (_, i) => `learner-${String(i % 50)}`);

  it('keeps all rows of a unit together and deals units out evenly', () => {
    const folds = assignFolds(units, 5, 1);
    units.forEach((unit, row) => {
      expect(folds[row]).toBe(folds[units.indexOf(unit)]);
    });
    for (let fold = 0; fold < 5; fold++) expect(folds.filter((f) => f === fold)).toHaveLength(60);
  });

  it('does not depend on the order of rows', () => {
    const turned = assignFolds(units.toReversed(), 5, 1).toReversed();
    expect(turned).toEqual(assignFolds(units, 5, 1));
  });
});

describe('crossFit', () => {
  it('takes more rows than a call has room for arguments', () => {
    const rows = 200_000;
    const column = Float64Array.from({ length: rows }, (_, i) => i % 5);
    const labels = column.map((value) => Number(value > 2));
    const folds = Int32Array.from({ length: rows }, (_, i) => i % 2);
    const { foldModels } = crossFit(createFeatureMatrix(['x'], [column]), labels, folds, {
      numIterations: 1,
    });
    expect(foldModels).toHaveLength(2);
  });

  it('keeps few trees where there is nothing to learn, and as many in every fold', () => {
    const random = new SeededRandom(1);
    const noise = Float64Array.from({ length: 600 }, () => random.normal());
    const labels = Float64Array.from({ length: 600 }, () => random.integer(2));
    const folds = Int32Array.from({ length: 600 }, (_, i) => i % 3);
    const { model, foldModels } = crossFit(createFeatureMatrix(['noise'], [noise]), labels, folds, {
      numIterations: 60,
    });
    expect(model.trees.length).toBeLessThan(10);
    expect(foldModels.map(({ trees }) => trees.length)).toEqual(Array(3).fill(model.trees.length));
  });

  it('predicts the base rate where no feature varies', () => {
    const features = createFeatureMatrix(['constant'], [new Float64Array(8)]);
    const labels = Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1);
    const { model, foldModels } = crossFit(features, labels, Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1), {});
    for (const one of [model, ...foldModels]) expect(predictGbdt(one, features)[0]).toBeCloseTo(0.25, 9);
  });
});
