import { describe, expect, it } from '@jest/globals';
import { createFeatureMatrix, withConstantColumn } from '../../feature-matrix.js';
import { SeededRandom } from '../../random.js';
import { trainGbdt } from '../train-gbdt.js';
import { addDecidedScores, areSmall } from './decision-tables.js';
import { predictRaw, predictRawAt } from './predict-gbdt.js';
import { addRawScores } from './raw-scores.js';
import { meanShapTable, shapTable } from './tree-shap.js';

const random = new SeededRandom(9);
/** More than a block, with missing values and a category. */
const rows = 5000;
const columns = [
  Float64Array.from({ length: rows }, () => (random.bernoulli(0.2) ? NaN : random.normal())),
  Float64Array.from({ length: rows }, () => random.integer(6)),
  Float64Array.from({ length: rows }, () => random.normal()),
];
const features = createFeatureMatrix(['a', 'category', 'b'], columns);
const labels = Float64Array.from({ length: rows }, (_, row) =>
  Number((columns[0]![row]! > 0 ? 1 : 0) + (columns[1]![row]! % 2) + random.normal() > 1),
);
const grow = (numLeaves: number) =>
  trainGbdt({ features, labels }, { numIterations: 15, numLeaves, categoricalFeatures: [1] }).model;

describe('trees whose decisions are laid out', () => {
  it('score as those that are gone down, to the last bit', () => {
    const { trees } = grow(6);
    const [laidOut, goneDown] = [new Float64Array(rows).fill(0.1), new Float64Array(rows).fill(0.1)];
    addDecidedScores(trees, columns, [laidOut]);
    addRawScores(trees, features, goneDown);
    expect(laidOut).toEqual(goneDown);
  });

  it('contribute what they do among trees that are too large for it', () => {
    const small = grow(6);
    const large = grow(12);
    expect([areSmall(small.trees), areSmall(large.trees)]).toEqual([true, false]);
    const both = shapTable({ ...small, trees: [...small.trees, ...large.trees] }, features).contributions;
    const [ofSmall, ofLarge] = [small, large].map((model) => shapTable(model, features).contributions);
    both.forEach((column, feature) => {
      for (let row = 0; row < rows; row += 7)
        expect(ofSmall![feature]![row]! + ofLarge![feature]![row]!).toBeCloseTo(column[row]!, 12);
    });
  });

  it('say of a feature that is asked about what they say where it is a column', () => {
    const asked = { name: 'b', values: [-1, 0.5, 2] };
    const others = createFeatureMatrix(['a', 'category'], columns.slice(0, 2));
    for (const model of [grow(6), grow(12)]) {
      const at = asked.values.map((value) => withConstantColumn(others, 'b', value));
      expect(predictRawAt(model, others, asked)).toEqual(at.map((one) => predictRaw(model, one)));
      const tables = at.map((one) => shapTable(model, one));
      const mean = meanShapTable(model, others, asked);
      expect(mean.baseValue).toBeCloseTo(tables[0]!.baseValue, 12);
      mean.contributions.forEach((column, feature) => {
        for (let row = 0; row < rows; row += 7) {
          const sum = tables.reduce((all, { contributions }) => all + contributions[feature]![row]!, 0);
          expect(column[row]!).toBeCloseTo(sum / 3, 12);
        }
      });
    }
  });
});
