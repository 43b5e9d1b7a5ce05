import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import {
  createFeatureMatrix,
  predictRisk,
  readJson,
  recalibrateRisk,
  SeededRandom,
  writeJson,
  type FeatureMatrix,
  type LandmarkTable,
} from '#libs/models';
import { readModelFile, type RiskModelFile } from './model-file.js';

/** Made when chances were calibrated by isotonic regression or Platt scaling. */
const before = {
  isotonic: {
    kind: 'isotonic',
    score: [-6, -4, -2, 0],
    p: [0.002, 0.02, 0.15, 0.5],
    lower: [0.001, 0.015, 0.1, 0.4],
    upper: [0.004, 0.03, 0.2, 0.6],
  },
  platt: {
    kind: 'platt',
    intercept: 0.1,
    slope: 0.9,
    varIntercept: 0.02,
    varSlope: 0.004,
    covariance: 0.005,
  },
} as const;

const path = 'assets/baseline/risk.json';
const shipped = readJson(await readFile(path, 'utf8')) as RiskModelFile;

function calibratedBy(kind: keyof typeof before): RiskModelFile {
  const own = before[kind];
  const { end } = shipped.model;
  const model = {
    ...shipped.model,
    calibration: { '7': own, '14': own, '28': own },
    end: end && { ...end, calibration: own },
  };
  return { ...shipped, model };
}

/** Learners as those that the shipped model has seen, one landmark each. */
function learners(count: number): FeatureMatrix {
  const random = new SeededRandom(5);
  const { means, scales, featureNames } = shipped.model.hazard!.line;
  const column = (feature: number): Float64Array =>
    Float64Array.from({ length: count }, () => means[feature]! + scales[feature]! * random.normal());
  const columns = featureNames.map((_, feature) => column(feature));
  const known = new Map(featureNames.map((name, feature) => [name, columns[feature]!]));
  const { featureNames: names } = shipped.model;
  return createFeatureMatrix(
    [...names],
    names.map((name) => known.get(name)!),
  );
}

/** Twice as many leave within two weeks as the model says. */
function doubled(features: FeatureMatrix, chances: Float64Array): LandmarkTable {
  const random = new SeededRandom(6);
  return {
    features,
    rows: Array.from(chances, (p, row) => ({
      group: 'later',
      learner: String(row),
      landmarkDay: 14,
      leftAfterDays: random.bernoulli(Math.min(1, 2 * p)) ? random.integer(14) : null,
      observedDays: 14,
      completed: null,
    })),
  };
}

describe.each([
  ['as shipped', shipped],
  ['of isotonic regression', calibratedBy('isotonic')],
  ['of Platt scaling', calibratedBy('platt')],
])('a model file %s', (_, made) => {
  const { file } = readModelFile(writeJson(made), path);
  const features = learners(800);
  const chances = predictRisk(file.model, features);

  it('gives chances within their intervals, at every horizon', () => {
    for (const horizon of ['7', '14', '28', 'end'] as const) {
      const { p, lower, upper } = chances[horizon]!;
      const wrong = [...p.keys()].filter(
        (row) => !(0 < lower[row]! && lower[row]! <= p[row]! && p[row]! <= upper[row]! && upper[row]! < 1),
      );
      expect([horizon, p.length, wrong]).toEqual([horizon, 800, []]);
    }
  });

  it('is recalibrated in its kind', () => {
    const table = doubled(features, chances['14']!.p);
    const fresh = recalibrateRisk(file.model, table);
    expect(fresh.calibration['14']!.kind).toBe(made.model.calibration['14']!.kind);
    const left = table.rows.filter(({ leftAfterDays }) => leftAfterDays !== null).length;
    const said = (p: Float64Array): number => p.reduce((sum, one) => sum + one, 0);
    expect(said(chances['14']!.p) / left).toBeLessThan(0.6);
    expect(said(predictRisk(fresh, features)['14']!.p) / left).toBeCloseTo(1, 1);
  });
});
