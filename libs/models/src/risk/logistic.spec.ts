import { describe, expect, it } from '@jest/globals';
import { createFeatureMatrix, featureMatrixFromRows } from '../feature-matrix.js';
import { logistic } from '../numeric.js';
import { SeededRandom } from '../random.js';
import { predictLogistic, trainLogistic } from './logistic.js';

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

  it('refuses a table of one class', () => {
    expect(() =>
      trainLogistic({ features: featureMatrixFromRows(['x'], [[1]]), labels: Float64Array.of(1) }),
    ).toThrow('both classes');
  });
});
