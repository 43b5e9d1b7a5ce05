import { describe, expect, it } from '@jest/globals';
import { createFeatureMatrix, featureMatrixFromRows } from '../feature-matrix.js';
import { logistic } from '../numeric.js';
import { SeededRandom } from '../random.js';
import { logisticContributions, logisticScores, predictLogistic, trainLogistic } from './logistic.js';

describe('trainLogistic', () => {
  it('equals the log-odds of a two by two table', () => {
    // x = 0: 1 of 4; x = 1: 3 of 4
    const features = featureMatrixFromRows(['x'], [[0], [0], [0], [0], [1], [1], [1], [1]]);
    const labels = Float64Array.of(1, 0, 0, 0, 1, 1, 1, 0);
    const model = trainLogistic({ features, labels }, { lambda: 1e-9 });
    const [low, high] = predictLogistic(model, featureMatrixFromRows(['x'], [[0], [1]]));
    expect(low).toBeCloseTo(0.25, 6);
    expect(high).toBeCloseTo(0.75, 6);
  });

  it('shrinks towards the base rate as lambda grows', () => {
    const features = featureMatrixFromRows(['x'], [[0], [0], [1], [1]]);
    const model = trainLogistic({ features, labels: Float64Array.of(0, 0, 1, 0) }, { lambda: 1e6 });
    expect(predictLogistic(model, features)[2]).toBeCloseTo(0.25, 4);
  });

  it('recovers coefficients, with missing values and a constant feature', () => {
    const random = new SeededRandom(1);
    const draw = (): Float64Array => Float64Array.from({ length: 20_000 }, () => random.normal());
    const [a, b] = [draw(), draw()];
    const labels = a.map((value, i) => {
      const missing = random.bernoulli(0.2);
      const score = 0.8 * value + (missing ? 1 : -0.5 * b[i]!) - 1;
      if (missing) b[i] = NaN;
      return Number(random.bernoulli(logistic(score)));
    });
    const features = createFeatureMatrix(['a', 'b', 'constant'], [a, b, new Float64Array(20_000).fill(3)]);
    const { coefficients, indicators, scales } = trainLogistic({ features, labels });
    expect(indicators).toEqual([1]);
    expect(Math.abs(coefficients[0]! / scales[0]! - 0.8)).toBeLessThan(0.06);
    expect(Math.abs(coefficients[1]! / scales[1]! + 0.5)).toBeLessThan(0.06);
    expect(coefficients[2]).toBe(0);
    expect(Math.abs(coefficients[3]! - 1)).toBeLessThan(0.12);
  });

  it('counts a row of weight 2 like two rows', () => {
    const features = featureMatrixFromRows(['x'], [[0], [1], [2], [3]]);
    const weighted = trainLogistic({
      features,
      labels: Float64Array.of(0, 1, 0, 1),
      weights: Float64Array.of(1, 1, 1, 1),
    });
    const plain = trainLogistic({ features, labels: Float64Array.of(0, 1, 0, 1) });
    expect(weighted).toEqual(plain);
    const doubled = trainLogistic(
      { features, labels: Float64Array.of(0, 1, 0, 1), weights: Float64Array.of(2, 2, 2, 2) },
      { lambda: 2 },
    );
    doubled.coefficients.forEach((value, i) => {
      expect(value).toBeCloseTo(plain.coefficients[i]!, 6);
    });
  });

  it('says the same of everybody where one class alone is known', () => {
    const features = featureMatrixFromRows(['x'], [[1], [2], [7]]);
    const model = trainLogistic({ features, labels: Float64Array.of(1, 1, 1) });
    // (3 + 1/2) / (3 + 1)
    expect([...predictLogistic(model, features)]).toEqual(Array(3).fill(expect.closeTo(0.875, 12)));
  });

  it('holds a feature with a penalty of its own closer to 0', () => {
    const features = featureMatrixFromRows(
      ['a', 'b'],
      [
        [0, 0],
        [1, 1],
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ],
    );
    const labels = Float64Array.of(0, 1, 0, 1, 0, 1);
    const { coefficients } = trainLogistic({ features, labels }, { penalties: { b: 10 } });
    expect(coefficients[0]! / coefficients[1]!).toBeCloseTo(10, 6);
  });

  it('holds a feature to its direction, and lets the others make up for it', () => {
    const random = new SeededRandom(5);
    const draw = (): Float64Array => Float64Array.from({ length: 5000 }, () => random.normal());
    const [up, down] = [draw(), draw()];
    const labels = up.map((value, i) => Number(random.bernoulli(logistic(value - down[i]!))));
    const features = createFeatureMatrix(['up', 'down'], [up, down]);
    const held = trainLogistic({ features, labels }, { directions: { up: -1, down: -1 } });
    expect(held.coefficients[0]).toBe(0);
    expect(held.coefficients[1]).toBeLessThan(-0.5);
    const alone = trainLogistic({ features: createFeatureMatrix(['down'], [down]), labels });
    expect(held.coefficients[1]).toBeCloseTo(alone.coefficients[0]!, 6);
  });

  it('takes a value beyond what it has seen for the nearest that it has', () => {
    const features = featureMatrixFromRows(['x'], [[0], [1], [2], [3]]);
    const model = trainLogistic({ features, labels: Float64Array.of(0, 1, 0, 1) });
    const [at, beyond] = predictLogistic(model, featureMatrixFromRows(['x'], [[3], [3000]]));
    expect(beyond).toBe(at);
  });

  it('takes many rows by the curvature of some, and ends where all of them would', () => {
    const random = new SeededRandom(3);
    const rows = 90_000;
    const draw = (): Float64Array => Float64Array.from({ length: rows }, () => random.normal());
    const [a, b] = [draw(), draw()];
    const labels = a.map((value, i) => Number(random.bernoulli(logistic(value - 0.5 * b[i]! - 2))));
    const features = createFeatureMatrix(['a', 'b'], [a, b]);
    const model = trainLogistic({ features, labels });
    // at the optimum the residuals do not lean on any column, but for the penalty
    const residuals = predictLogistic(model, features).map((p, i) => p - labels[i]!);
    const slopes = [a, b].map((column, j) =>
      residuals.reduce(
        (sum, residual, i) => sum + (residual * (column[i]! - model.means[j]!)) / model.scales[j]!,
        0,
      ),
    );
    // of 90,000 rows
    slopes.forEach((slope, j) => expect(Math.abs(slope + model.coefficients[j]!)).toBeLessThan(0.5));
  });

  it('shares its log-odds out among the features, missing ones included', () => {
    const features = featureMatrixFromRows(
      ['a', 'b'],
      [
        [0, 1],
        [1, null],
        [2, 3],
        [3, null],
        [1, 2],
        [0, 5],
      ],
    );
    const model = trainLogistic({ features, labels: Float64Array.of(0, 1, 0, 1, 1, 0) });
    const scores = logisticScores(model, features);
    const { baseValue, contributions } = logisticContributions(model, features);
    scores.forEach((score, row) => {
      expect(contributions.reduce((sum, column) => sum + column[row]!, baseValue)).toBeCloseTo(score, 12);
    });
    // against the average row: nothing on average
    for (const column of contributions) expect(column.reduce((sum, one) => sum + one, 0)).toBeCloseTo(0, 12);
  });
});
