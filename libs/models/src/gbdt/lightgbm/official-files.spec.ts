import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createFeatureMatrix, featureMatrixFromRows } from '../../feature-matrix.js';
import { predictGbdt, predictRaw } from '../predict/predict-gbdt.js';
import { shapTable } from '../predict/tree-shap.js';
import { readLightGbm } from './read-model.js';
import { writeLightGbm } from './write-model.js';

interface Expected {
  readonly rows: (number | null)[][];
  readonly raw: number[];
  readonly predictions: number[];
  readonly contributions: number[][];
}

const fixture = (file: string): string => readFileSync(new URL(`fixtures/${file}`, import.meta.url), 'utf8');

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expected.forEach((value, i) => {
    expect(Math.abs(actual[i]! - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
  });
}

/** Rows of the fixtures: all missing, zero, -3 and a million, then rows of the training data. */
describe.each([
  'binary-nan',
  'binary-none',
  'regression-zero',
  'categories',
  'categories-nan',
  'poisson',
  'tweedie-monotone',
])('the file %s of LightGBM 4.7.0', (name) => {
  const text = fixture(`${name}.txt`);
  const model = readLightGbm(text);
  const { rows, raw, predictions, contributions } = JSON.parse(fixture(`${name}.json`)) as Expected;
  const matrix = featureMatrixFromRows(model.featureNames, rows);

  it('predicts the same', () => {
    expectClose(predictRaw(model, matrix), raw);
    expectClose(predictGbdt(model, matrix), predictions);
  });

  it('explains the same', () => {
    const ours = shapTable(model, matrix);
    contributions.forEach((expected, row) => {
      expectClose([...ours.contributions.map((column) => column[row]!), ours.baseValue], expected);
    });
  });

  it('survives writing and reading', () => {
    expect(readLightGbm(writeLightGbm(model))).toEqual(model);
  });

  it('does not depend on the order of columns', () => {
    const turned = createFeatureMatrix(matrix.names.toReversed(), matrix.columns.toReversed());
    expect(predictRaw(model, turned)).toEqual(predictRaw(model, matrix));
  });
});
