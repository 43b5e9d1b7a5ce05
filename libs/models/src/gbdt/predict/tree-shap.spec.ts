import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createFeatureMatrix, type FeatureMatrix } from '../../feature-matrix.js';
import { SeededRandom } from '../../random.js';
import { predictRaw } from './predict-gbdt.js';
import { trainGbdt } from '../train-gbdt.js';
import { DEFAULT_LEFT, type GbdtModel, MISSING_IS_NAN, type Tree } from '../tree.js';
import { treeShap } from './tree-shap.js';

function simulate(
  rows: number,
  featureCount: number,
  seed: number,
): { features: FeatureMatrix; labels: Float64Array } {
  const random = new SeededRandom(seed);
  const columns = Array.from({ length: featureCount }, () =>
    Float64Array.from({ length: rows }, () =>
      random.bernoulli(0.15) ? NaN : Math.round(random.normal() * 4),
    ),
  );
  const labels = Float64Array.from({ length: rows }, (_, row) => {
    const [a, b] = [columns[0]![row]!, columns[1]![row]!];
    return Number(random.bernoulli(a > 1 && !(b < 0) ? 0.8 : 0.3));
  });
  return {
    features: createFeatureMatrix(
      columns.map((_, i) => `f${String(i)}`),
      columns,
    ),
    labels,
  };
}

/** What a tree predicts on average when the features of the coalition alone are known. */
function coalitionValue(tree: Tree, row: readonly number[], known: ReadonlySet<number>, node = 0): number {
  if (node < 0) return tree.leafValue[~node]!;
  const feature = tree.splitFeature[node]!;
  const [left, right] = [tree.leftChild[node]!, tree.rightChild[node]!];
  if (known.has(feature)) {
    const value = row[feature]!;
    const missingLeft = (tree.decisionType[node]! & DEFAULT_LEFT) !== 0;
    const goesLeft = Number.isNaN(value) ? missingLeft : value <= tree.threshold[node]!;
    return coalitionValue(tree, row, known, goesLeft ? left : right);
  }
  const count = (child: number): number => (child < 0 ? tree.leafCount[~child]! : tree.internalCount[child]!);
  const weighted = (child: number): number => count(child) * coalitionValue(tree, row, known, child);
  return (weighted(left) + weighted(right)) / tree.internalCount[node]!;
}

/** Shapley values by their definition: the mean gain of a feature over all orders. */
function bruteForce(model: GbdtModel, row: readonly number[]): number[] {
  const features = row.length;
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
  const valueOf = (mask: number): number => {
    const known = new Set([...row.keys()].filter((feature) => ((mask >> feature) & 1) === 1));
    return model.trees.reduce((sum, tree) => sum + coalitionValue(tree, row, known), 0);
  };
  return row.map((_, feature) => {
    let sum = 0;
    for (let mask = 0; mask < 1 << features; mask++) {
      if (((mask >> feature) & 1) === 1) continue;
      const size = mask.toString(2).replaceAll('0', '').length;
      const weight = (factorial(size) * factorial(features - size - 1)) / factorial(features);
      sum += weight * (valueOf(mask | (1 << feature)) - valueOf(mask));
    }
    return sum;
  });
}

const missingLeft = MISSING_IS_NAN | DEFAULT_LEFT;
const handTree: Tree = {
  // x0 <= 0: 1 (4 rows); else x1 <= 0: 3 (2 rows), else 11 (2 rows)
  numLeaves: 3,
  splitFeature: [0, 1],
  splitGain: [1, 1],
  threshold: [0, 0],
  decisionType: [missingLeft, missingLeft],
  leftChild: [~0, ~1],
  rightChild: [1, ~2],
  categorySets: [],
  leafValue: [1, 3, 11],
  leafWeight: [4, 2, 2],
  leafCount: [4, 2, 2],
  internalValue: [4, 7],
  internalWeight: [8, 4],
  internalCount: [8, 4],
  shrinkage: 1,
};

describe('treeShap', () => {
  it('equals the Shapley values worked by hand on a tree of three leaves', () => {
    const { model } = trainGbdt(simulate(50, 2, 1), { numIterations: 1 });
    const byHand = { ...model, trees: [handTree] };
    // Row (1, 1). Known: none 4, x0 7, x1 .5 * 1 + .5 * 11 = 6, both 11.
    // x0: ((7 - 4) + (11 - 6)) / 2 = 4; x1: ((6 - 4) + (11 - 7)) / 2 = 3.
    const row = createFeatureMatrix(['f0', 'f1'], [Float64Array.of(1), Float64Array.of(1)]);
    const { baseValue, contributions } = treeShap(byHand, row, 0);
    expect(baseValue).toBe(4);
    expect(contributions[0]).toBeCloseTo(4, 12);
    expect(contributions[1]).toBeCloseTo(3, 12);
  });

  it('equals brute force over all coalitions, with missing values and features split on twice', () => {
    const data = simulate(400, 5, 2);
    const { model } = trainGbdt(data, { numIterations: 5, numLeaves: 12, minDataInLeaf: 5 });
    for (let row = 0; row < 30; row++) {
      const expected = bruteForce(
        model,
        data.features.columns.map((column) => column[row]!),
      );
      const { contributions } = treeShap(model, data.features, row);
      expected.forEach((value, feature) => {
        expect(contributions[feature]).toBeCloseTo(value, 10);
      });
    }
  });

  it('adds up to the raw score within 1e-9, whatever the model', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 2, max: 40 }), (seed, numLeaves) => {
        const data = simulate(300, 6, seed);
        const { model } = trainGbdt(data, {
          numIterations: 20,
          numLeaves,
          minDataInLeaf: 2,
          featureFraction: 0.8,
          seed,
        });
        const raw = predictRaw(model, data.features);
        for (let row = 0; row < 10; row++) {
          const { baseValue, contributions } = treeShap(model, data.features, row);
          const sum = contributions.reduce((a, b) => a + b, baseValue);
          expect(Math.abs(sum - raw[row]!)).toBeLessThan(1e-9);
        }
      }),
      { seed: 7, numRuns: 25 },
    );
  });

  it('gives a feature that no tree uses exactly nothing', () => {
    const data = simulate(200, 3, 3);
    const constant = createFeatureMatrix(
      [...data.features.names, 'constant'],
      [...data.features.columns, new Float64Array(200).fill(5)],
    );
    const { model } = trainGbdt({ ...data, features: constant }, { numIterations: 5 });
    expect(treeShap(model, constant, 0).contributions[3]).toBe(0);
  });
});
