import { describe, expect, it } from '@jest/globals';
import { createFeatureMatrix } from '../feature-matrix.js';
import { logLoss } from '../metrics/probability.js';
import { areaUnderRoc } from '../metrics/ranking.js';
import { logistic } from '../numeric.js';
import { SeededRandom } from '../random.js';
import { treeShap } from './predict/tree-shap.js';
import { predictGbdt, predictRaw } from './predict/predict-gbdt.js';
import { type LabelledRows, trainGbdt } from './train-gbdt.js';

/** 8,000 rows: four normal features, four of the whole numbers 1 to 40, a tenth of everything missing. */
function simulate(seed: number): LabelledRows {
  const random = new SeededRandom(seed);
  const rows = 8000;
  const columns = Array.from({ length: 8 }, () => new Float64Array(rows));
  const labels = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    columns.forEach((column, f) => (column[i] = f < 4 ? random.normal() : 1 + random.integer(40)));
    const x = (feature: number): number => columns[feature]![i]!;
    const score =
      -1 + x(0) + 0.5 * x(1) * x(2) + Math.sin(2 * x(3)) + 0.05 * (x(4) - 20) - 0.8 * Number(x(5) > 30);
    labels[i] = Number(random.bernoulli(logistic(score)));
    for (const column of columns) if (random.bernoulli(0.1)) column[i] = NaN;
  }
  return {
    features: createFeatureMatrix(
      columns.map((_, f) => `f${String(f)}`),
      columns,
    ),
    labels,
  };
}

/**
 * The figures of official LightGBM 4.7.0 (Python, num_threads=1, deterministic, force_col_wise) on these very rows,
 * 60 iterations: made by writing the columns to a file and training there.
 */
describe('against LightGBM 4.7.0 on the same rows and parameters', () => {
  const train = simulate(21);
  const test = simulate(22);

  it('gives the same trees where no two splits tie: raw scores and SHAP values', () => {
    const { model } = trainGbdt(train, {
      numIterations: 60,
      lambdaL1: 0.5,
      lambdaL2: 5,
      numLeaves: 15,
      minDataInLeaf: 100,
      learningRate: 0.05,
    });
    const raw = predictRaw(model, test.features);
    [-0.6011073455580129, -1.5967944686922169, -1.354762500315202, -1.5855656670002969].forEach(
      (score, row) => {
        expect(raw[row]).toBeCloseTo(score, 6);
      },
    );
    const { baseValue, contributions } = treeShap(model, test.features, 0);
    [
      0.938238810187575, -0.013025231093050576, -0.003895436309137282, 0.2703472182290997,
      -0.5166152133495859, -0.3191976076731485, 0.006530227109006877, -0.0034053159882223424,
    ].forEach((value, feature) => {
      expect(contributions[feature]).toBeCloseTo(value, 6);
    });
    expect(baseValue).toBeCloseTo(-0.9600847966705486, 6);
    expect(areaUnderRoc(test.labels, predictGbdt(model, test.features))).toBeCloseTo(0.7759220493083049, 6);
  });

  it('is within .002 of its AUC and 1 % of its loss with its defaults', () => {
    const { model } = trainGbdt(train, { numIterations: 60 });
    const probabilities = predictGbdt(model, test.features);
    expect(Math.abs(areaUnderRoc(test.labels, probabilities) - 0.7767228144739609)).toBeLessThan(0.002);
    expect(logLoss(test.labels, probabilities) / 0.503341438180302).toBeCloseTo(1, 2);
  });

  it('is within .002 of its mean AUC when rows and features are drawn at random', () => {
    // LightGBM over seeds 1 to 20: mean .77467, standard deviation .0021
    const aucs = [1, 2, 3, 4].map((seed) => {
      const sampling = { baggingFraction: 0.6, baggingFreq: 1, featureFraction: 0.6, seed };
      const { model } = trainGbdt(train, { numIterations: 60, ...sampling });
      return areaUnderRoc(test.labels, predictGbdt(model, test.features));
    });
    expect(Math.abs(aucs.reduce((a, b) => a + b) / 4 - 0.77467)).toBeLessThan(0.002);
  });
});
