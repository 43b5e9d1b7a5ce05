import { describe, expect, it } from '@jest/globals';
import { createFeatureMatrix } from '../feature-matrix.js';
import { SeededRandom } from '../random.js';
import { logistic } from '../numeric.js';
import { boostedScores } from './boosted-line.js';
import { assignFolds, crossFit, type CrossFit } from './cross-fit.js';

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
  const alike = 1;
  it('takes more rows than a call has room for arguments', () => {
    const rows = 200_000;
    const column = Float64Array.from({ length: rows }, (_, i) => i % 5);
    const labels = column.map((value) => Number(value > 2));
    const folds = Int32Array.from({ length: rows }, (_, i) => i % 2);
    const { foldModels } = crossFit(
      createFeatureMatrix(['x'], [column]),
      labels,
      { judged: folds },
      {
        alike,
        boosting: { numIterations: 1 },
      },
    );
    expect(foldModels).toHaveLength(2);
  });

  it('leaves the line alone where no tree helps', () => {
    const random = new SeededRandom(1);
    const x = Float64Array.from({ length: 2000 }, () => random.normal());
    const labels = x.map((value) => Number(random.bernoulli(logistic(value))));
    const folds = Int32Array.from({ length: 2000 }, (_, i) => i % 3);
    const { model, foldModels } = crossFit(
      createFeatureMatrix(['x'], [x]),
      labels,
      { judged: folds },
      {
        alike,
        boosting: { numIterations: 60, minDataInLeaf: 5 },
      },
    );
    expect(model.trees).toBeNull();
    expect(foldModels.map(({ trees }) => trees)).toEqual([null, null, null]);
  });

  it('adds trees where a line cannot say it, as many in every fold', () => {
    const random = new SeededRandom(1);
    const x = Float64Array.from({ length: 2000 }, () => random.normal());
    // most at both ends
    const labels = x.map((value) => Number(random.bernoulli(Math.abs(value) > 1 ? 0.8 : 0.1)));
    const features = createFeatureMatrix(['x'], [x]);
    const folds = Int32Array.from({ length: 2000 }, (_, i) => i % 3);
    const boosting = { numIterations: 80 };
    const { model, foldModels } = crossFit(features, labels, { judged: folds }, { alike, boosting });
    const [low, middle, high] = boostedScores(
      model,
      createFeatureMatrix(['x'], [Float64Array.of(-2, 0, 2)]),
    ).map(logistic);
    expect(low).toBeGreaterThan(0.65);
    expect(middle).toBeLessThan(0.2);
    expect(high).toBeGreaterThan(0.65);
    for (const { trees } of foldModels) expect(trees?.trees).toHaveLength(model.trees!.trees.length);
  });

  it('is careful where trees help those whose run is known, and mislead in one that is not', () => {
    const random = new SeededRandom(2);
    const x = Float64Array.from({ length: 2000 }, () => random.normal());
    const run = Int32Array.from({ length: 2000 }, (_, i) => i % 2);
    // both ends in one run, the middle in the other
    const labels = x.map((value, i) =>
      Number(random.bernoulli(Math.abs(value) > 1 === (run[i] === 0) ? 0.8 : 0.2)),
    );
    const features = createFeatureMatrix(['x', 'run'], [x, Float64Array.from(run)]);
    const judged = Int32Array.from({ length: 2000 }, (_, i) => (i >> 1) % 4);
    const options = { alike, boosting: { numIterations: 40 } };
    const bold = crossFit(features, labels, { judged }, options);
    const careful = crossFit(features, labels, { judged, byRun: run }, options);
    const treesOf = ({ model }: CrossFit): number => model.trees?.trees.length ?? 0;
    expect(treesOf(bold)).toBeGreaterThan(10);
    expect(treesOf(careful)).toBeLessThan(treesOf(bold));
    expect(careful.foldModels).toHaveLength(4);
  });

  it('predicts the base rate where no feature varies', () => {
    const features = createFeatureMatrix(['constant'], [new Float64Array(8)]);
    const labels = Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1);
    const folds = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1);
    const { model, foldModels } = crossFit(features, labels, { judged: folds }, { alike, boosting: {} });
    for (const one of [model, ...foldModels])
      expect(logistic(boostedScores(one, features)[0]!)).toBeCloseTo(0.25, 9);
  });
});
