import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createFeatureMatrix, featureMatrixFromRows, type FeatureMatrix } from '../feature-matrix.js';
import { areaUnderRoc } from '../metrics/ranking.js';
import { logistic } from '../numeric.js';
import { SeededRandom } from '../random.js';
import type { GbdtParameters } from './parameters.js';
import { predictGbdt, predictRaw } from './predict/predict-gbdt.js';
import { trainGbdt } from './train-gbdt.js';

const small = { minDataInLeaf: 1, minDataInBin: 1, minSumHessianInLeaf: 0 } as const;

function expectNumbers(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(actual[i]).toBeCloseTo(expected[i]!, 9);
}

function simulate(
  rows: number,
  features: number,
  seed: number,
  missing = 0,
): { features: FeatureMatrix; labels: Float64Array } {
  const random = new SeededRandom(seed);
  const columns = Array.from({ length: features }, () =>
    Float64Array.from({ length: rows }, () => random.normal()),
  );
  const labels = Float64Array.from({ length: rows }, (_, i) => {
    const x = (feature: number): number => columns[feature]![i]!;
    const score = x(0) + 0.5 * x(1) * x(2) + Math.sin(2 * x(3)) - 0.5 * Number(x(4) > 0.5) - 1;
    return Number(random.bernoulli(logistic(score)));
  });
  if (missing > 0) {
    for (const column of columns)
      for (let i = 0; i < rows; i++) if (random.bernoulli(missing)) column[i] = NaN;
  }
  return {
    features: createFeatureMatrix(
      columns.map((_, i) => `f${String(i)}`),
      columns,
    ),
    labels,
  };
}

describe('one tree of squared error, worked by hand', () => {
  const features = featureMatrixFromRows(['x'], [[1], [2], [3], [4]]);
  const labels = Float64Array.of(0, 0, 10, 20);

  it('splits 0, 0 | 10, 20 and moves the mean 7.5 half way', () => {
    const { model } = trainGbdt(
      { features, labels },
      { ...small, objective: 'regression', numIterations: 1, learningRate: 0.5, numLeaves: 2 },
    );
    const tree = model.trees[0]!;
    expect(tree.threshold[0]).toBeCloseTo(2.5, 12);
    // gradients at 7.5: 7.5, 7.5, -2.5, -12.5: gain = 15^2 / 2 + 15^2 / 2 - 0
    expect(tree.splitGain[0]).toBeCloseTo(225, 9);
    expectNumbers(tree.leafValue, [7.5 - 0.5 * 7.5, 7.5 + 0.5 * 7.5]);
    expect(tree.leafCount).toEqual([2, 2]);
    expect(tree.internalCount).toEqual([4]);
    expectNumbers(predictRaw(model, features), [3.75, 3.75, 11.25, 11.25]);
  });

  it('shrinks leaves by lambda_l2 and lambda_l1', () => {
    const { model } = trainGbdt(
      { features, labels },
      {
        ...small,
        objective: 'regression',
        numIterations: 1,
        learningRate: 1,
        numLeaves: 2,
        lambdaL2: 1,
        lambdaL1: 3,
      },
    );
    // leaf = 7.5 -+ (15 - 3) / (2 + 1)
    expectNumbers(model.trees[0]!.leafValue, [3.5, 11.5]);
  });

  it('counts a row of weight 2 like two rows', () => {
    const options = { ...small, objective: 'regression', numIterations: 3, numLeaves: 4 } as const;
    const weighted = trainGbdt({ features, labels, weights: Float64Array.of(1, 1, 2, 1) }, options);
    const repeated = trainGbdt(
      {
        features: featureMatrixFromRows(['x'], [[1], [2], [3], [3], [4]]),
        labels: Float64Array.of(0, 0, 10, 10, 20),
      },
      options,
    );
    expectNumbers(predictRaw(weighted.model, features), predictRaw(repeated.model, features));
  });
});

describe('missing values', () => {
  it('go to the side where their labels are, learnt per split', () => {
    const values = [1, 2, 3, 4, null, null];
    const features = featureMatrixFromRows(
      ['x'],
      values.map((value) => [value]),
    );
    const options = {
      ...small,
      objective: 'regression',
      numIterations: 1,
      learningRate: 1,
      numLeaves: 2,
    } as const;
    const withLow = trainGbdt({ features, labels: Float64Array.of(0, 0, 9, 9, 0, 0) }, options).model;
    const withHigh = trainGbdt({ features, labels: Float64Array.of(0, 0, 9, 9, 9, 9) }, options).model;
    const unknown = featureMatrixFromRows(['x'], [[null]]);
    expect(predictRaw(withLow, unknown)[0]).toBeCloseTo(0, 9);
    expect(predictRaw(withHigh, unknown)[0]).toBeCloseTo(9, 9);
  });

  it('of a whole column leave the others to be learnt from', () => {
    const { features, labels } = simulate(300, 5, 4);
    const columns = [...features.columns, new Float64Array(300).fill(NaN)];
    const widened = createFeatureMatrix([...features.names, 'never known'], columns);
    const wide = trainGbdt({ features: widened, labels }, { numIterations: 5 }).model;
    expect(wide.featureInfos.at(-1)).toEqual({ kind: 'none' });
    const narrow = trainGbdt({ features, labels }, { numIterations: 5 }).model;
    expectNumbers(predictRaw(wide, widened), predictRaw(narrow, features));
  });

  it('can be split from all known values, and the threshold survives JSON', () => {
    const features = featureMatrixFromRows(['x'], [[1], [2], [3], [null], [null], [null]]);
    const { model } = trainGbdt(
      { features, labels: Float64Array.of(0, 0, 0, 5, 5, 5) },
      { ...small, objective: 'regression', numIterations: 1, learningRate: 1, numLeaves: 2 },
    );
    const loaded = JSON.parse(JSON.stringify(model)) as typeof model;
    expect(loaded).toEqual(model);
    expectNumbers(predictRaw(loaded, featureMatrixFromRows(['x'], [[99], [null]])), [0, 5]);
  });
});

describe('training', () => {
  const train = simulate(4000, 8, 1, 0.1);
  const test = simulate(4000, 8, 2, 0.1);

  it('gives the same model for the same seed, another for another', () => {
    const options = { numIterations: 10, baggingFraction: 0.6, baggingFreq: 1, featureFraction: 0.6 };
    const once = trainGbdt(train, { ...options, seed: 5 }).model;
    expect(trainGbdt(train, { ...options, seed: 5 }).model).toEqual(once);
    expect(trainGbdt(train, { ...options, seed: 6 }).model.trees).not.toEqual(once.trees);
  });

  it('lowers the training loss with every tree', () => {
    const { validationLoss } = trainGbdt(train, { numIterations: 40 }, train);
    expect(validationLoss).toHaveLength(40);
    for (let i = 1; i < 40; i++) expect(validationLoss[i]).toBeLessThan(validationLoss[i - 1]!);
  });

  it('stops early on a validation set and keeps the best iteration', () => {
    const { model, validationLoss } = trainGbdt(train, { numIterations: 500, earlyStoppingRounds: 10 }, test);
    const best = validationLoss.indexOf(Math.min(...validationLoss)) + 1;
    expect(model.trees).toHaveLength(best);
    expect(validationLoss).toHaveLength(best + 10);
  });

  it('obeys leaf limits: count, depth, hessian', () => {
    const { model } = trainGbdt(train, {
      numIterations: 5,
      objective: 'regression',
      minDataInLeaf: 100,
      maxDepth: 3,
      minSumHessianInLeaf: 150,
    });
    for (const tree of model.trees) {
      expect(tree.numLeaves).toBeLessThanOrEqual(8);
      expect(Math.min(...tree.leafCount)).toBeGreaterThanOrEqual(150);
      expect(tree.leafCount.reduce((a, b) => a + b)).toBe(4000);
      expect(tree.internalCount[0]).toBe(4000);
    }
  });

  it('learns a score for the bag alone but updates every row', () => {
    const aucOf = (options: Partial<GbdtParameters>): number => {
      const { model } = trainGbdt(train, { numIterations: 40, numLeaves: 8, ...options });
      return areaUnderRoc(test.labels, predictGbdt(model, test.features));
    };
    const { model } = trainGbdt(train, { numIterations: 1, baggingFraction: 0.5, baggingFreq: 1 });
    expect(model.trees[0]!.internalCount[0]).toBe(2000);
    expect(aucOf({ baggingFraction: 0.5, baggingFreq: 1 })).toBeGreaterThan(aucOf({}) - 0.01);
  });

  it('predicts the start score where nothing can be learnt', () => {
    const { model } = trainGbdt({
      features: featureMatrixFromRows(['x'], [[1], [1], [1], [1]]),
      labels: Float64Array.of(0, 0, 0, 1),
    });
    expect(predictGbdt(model, featureMatrixFromRows(['x'], [[7]]))[0]).toBeCloseTo(0.25, 12);
  });

  it('reads features by name, in any order', () => {
    const { model } = trainGbdt(train, { numIterations: 5 });
    const { names, columns } = train.features;
    const turned = createFeatureMatrix(names.toReversed(), columns.toReversed());
    expect(predictRaw(model, turned)).toEqual(predictRaw(model, train.features));
    expect(() => predictRaw(model, featureMatrixFromRows(['f0'], [[1]]))).toThrow(
      'features missing from the table: f1',
    );
  });

  it('refuses labels, infinities and parameters that make no sense', () => {
    const one = { features: featureMatrixFromRows(['x'], [[Infinity]]), labels: Float64Array.of(1) };
    expect(() => trainGbdt(one)).toThrow('feature "x" is infinite in row 0');
    expect(() => trainGbdt({ ...one, labels: Float64Array.of(2) })).toThrow('label 2 in row 0');
    expect(() => trainGbdt(train, { maxBin: 256 })).toThrow('maxBin');
    expect(() => trainGbdt(train, { learningRate: Number.NaN })).toThrow('learningRate');
  });
});

describe('monotone constraints', () => {
  it('hold for every pair of rows that differ in the constrained feature alone', () => {
    const train = simulate(1500, 5, 3);
    const { model } = trainGbdt(train, { numIterations: 30, monotoneConstraints: [1, 0, 0, -1, 0] });
    const value = fc.double({ min: -4, max: 4, noNaN: true });
    const scoreOf = (row: number[]): number =>
      predictRaw(model, featureMatrixFromRows(['f0', 'f1', 'f2', 'f3', 'f4'], [[...row, 0]]))[0]!;
    fc.assert(
      fc.property(fc.tuple(value, value, value, value), value, ([a, b, c, d], other) => {
        const [low, high] = [Math.min(a, other), Math.max(a, other)];
        expect(scoreOf([high, b, c, d])).toBeGreaterThanOrEqual(scoreOf([low, b, c, d]));
        const [first, second] = [Math.min(d, other), Math.max(d, other)];
        expect(scoreOf([a, b, c, second])).toBeLessThanOrEqual(scoreOf([a, b, c, first]));
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
