import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createFeatureMatrix } from '../feature-matrix.js';
import { SeededRandom } from '../random.js';
import { predictRaw } from './predict/predict-gbdt.js';
import { shapTable } from './predict/tree-shap.js';
import { trainGbdt } from './train-gbdt.js';
import { CATEGORICAL } from './tree.js';

const column = (values: readonly number[]): Float64Array => Float64Array.from(values);

describe('categories', () => {
  it('few: the one that differs is split from all others', () => {
    const level = [0, 1, 2].flatMap((category) => new Array<number>(30).fill(category));
    const { model } = trainGbdt(
      {
        features: createFeatureMatrix(['level'], [column(level)]),
        labels: column(level.map((category) => (category === 1 ? 9 : 0))),
      },
      { objective: 'regression', numIterations: 1, learningRate: 1, numLeaves: 2, categoricalFeatures: [0] },
    );
    const tree = model.trees[0]!;
    expect(tree.decisionType[0]! & CATEGORICAL).toBe(CATEGORICAL);
    expect(tree.categorySets).toEqual([[1]]);
    const scores = predictRaw(model, createFeatureMatrix(['level'], [column([0, 1, 2, 7, NaN, -1])]));
    [0, 9, 0, 0, 0, 0].forEach((value, i) => {
      expect(scores[i]).toBeCloseTo(value, 9);
    });
  });

  it('many: sets of categories part as their means do', () => {
    const level = Array.from({ length: 6000 }, (_, i) => i % 20);
    const { model } = trainGbdt(
      {
        features: createFeatureMatrix(['level'], [column(level)]),
        labels: column(level.map((category) => (category % 3 === 0 ? 5 : 1))),
      },
      {
        objective: 'regression',
        numIterations: 1,
        learningRate: 1,
        numLeaves: 2,
        categoricalFeatures: [0],
        catL2: 0,
      },
    );
    const [set] = model.trees[0]!.categorySets;
    expect(set).toEqual([0, 3, 6, 9, 12, 15, 18]);
  });

  it('of more than 256 levels are told apart, but for the rarest hundredth', () => {
    const random = new SeededRandom(2);
    const level = Array.from({ length: 20_000 }, () => random.integer(500));
    const labels = column(level.map((category) => Number(category % 2 === 0)));
    const features = createFeatureMatrix(['level'], [column(level)]);
    const { model } = trainGbdt(
      { features, labels },
      { numIterations: 60, categoricalFeatures: [0], minDataPerGroup: 20, maxCatThreshold: 250 },
    );
    const scores = predictRaw(model, features);
    const wrong = level.filter((_, i) => scores[i]! > 0 !== (labels[i] === 1));
    expect(wrong.length / level.length).toBeLessThan(0.01);
  });

  it('too many, too large, infinite or monotone: refused in a sentence', () => {
    const train = (values: Float64Array, monotoneConstraints: number[] = []): unknown =>
      trainGbdt(
        { features: createFeatureMatrix(['id'], [values]), labels: values.map((_, i) => i % 2) },
        { categoricalFeatures: [0], minDataInBin: 1, monotoneConstraints },
      );
    expect(() => train(Float64Array.from({ length: 100_000 }, (_, i) => i))).toThrow(
      'feature "id" has 100000 categories, at most 65535',
    );
    expect(() => train(column([1, 2e9]))).toThrow('holds category 2000000000');
    expect(() => train(column([1, Infinity]))).toThrow('"id" is infinite in row 1');
    expect(() => train(column([1, 2]), [1])).toThrow('feature 0 is categorical and cannot be monotone');
  });

  it('contributions add up to the score, whatever the mixture of features', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.boolean(), (seed, zeroAsMissing) => {
        const random = new SeededRandom(seed);
        const columns = [0, 1, 2, 3].map((kind) =>
          Float64Array.from({ length: 800 }, () =>
            random.bernoulli(0.1)
              ? NaN
              : kind < 2
                ? random.integer(kind === 0 ? 4 : 40)
                : Math.round(random.normal() * 2),
          ),
        );
        const features = createFeatureMatrix(['a', 'b', 'c', 'd'], columns);
        const labels = columns[0]!.map((a, i) => Number((a || 0) + (columns[2]![i]! || 0) > 1));
        const { model } = trainGbdt(
          { features, labels },
          { numIterations: 6, categoricalFeatures: [0, 1], minDataPerGroup: 10, catSmooth: 1, zeroAsMissing },
        );
        const scores = predictRaw(model, features);
        const { baseValue, contributions } = shapTable(model, features);
        for (let row = 0; row < 50; row++) {
          const sum = contributions.reduce((total, values) => total + values[row]!, baseValue);
          expect(Math.abs(sum - scores[row]!)).toBeLessThan(1e-9);
        }
      }),
      { seed: 3, numRuns: 10 },
    );
  });
});

describe('objectives', () => {
  const random = new SeededRandom(9);
  const x = Float64Array.from({ length: 2000 }, () => random.normal());
  const features = createFeatureMatrix(['x'], [x]);
  it.each([
    ['regression', (value: number): number => value],
    ['huber', (value: number): number => value],
    ['fair', (value: number): number => value],
    ['poisson', (value: number): number => Math.round(Math.exp(value))],
    ['gamma', (value: number): number => Math.exp(value)],
    ['tweedie', (value: number): number => Math.max(0, value)],
    ['cross_entropy', (value: number): number => 1 / (1 + Math.exp(-value))],
  ] as const)('%s: every tree lowers the training loss', (objective, labelOf) => {
    const labels = x.map(labelOf);
    const { validationLoss } = trainGbdt(
      { features, labels },
      { objective, numIterations: 15 },
      { features, labels },
    );
    expect(validationLoss).toHaveLength(15);
    for (let i = 1; i < 15; i++) expect(validationLoss[i]!).toBeLessThan(validationLoss[i - 1]!);
  });

  it('weighs the rarer label up where the classes are unbalanced', () => {
    const labels = x.map((value) => Number(value > 1.5));
    const meanOf = (options: object): number => {
      const { model } = trainGbdt({ features, labels }, { numIterations: 3, numLeaves: 2, ...options });
      return predictRaw(model, features).reduce((sum, score) => sum + score, 0) / x.length;
    };
    expect(meanOf({ isUnbalance: true })).toBeGreaterThan(meanOf({}));
    expect(meanOf({ scalePosWeight: 10 })).toBeGreaterThan(meanOf({}));
    expect(() => meanOf({ scalePosWeight: 2, isUnbalance: true })).toThrow('exclude each other');
  });

  it('starts from zero where it is told to', () => {
    const labels = new Float64Array(2000).fill(7);
    const { model } = trainGbdt({ features, labels }, { objective: 'regression', boostFromAverage: false });
    expect(model.trees[0]!.leafValue[0]).toBe(0);
  });
});
