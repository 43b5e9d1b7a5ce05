import { describe, expect, it } from '@jest/globals';
import {
  alignFeatures,
  createFeatureMatrix,
  featureMatrixFromRows,
  selectRows,
  withConstantColumn,
} from './feature-matrix.js';

describe('a feature matrix', () => {
  const matrix = featureMatrixFromRows(
    ['a', 'b'],
    [
      [1, null],
      [2, 20],
      [3, 30],
    ],
  );

  it('is made from rows, null being missing', () => {
    expect(matrix.rows).toBe(3);
    expect(matrix.columns).toEqual([Float64Array.of(1, 2, 3), Float64Array.of(NaN, 20, 30)]);
  });

  it('gives rows in the order asked for, keeping the type of each column', () => {
    const mixed = createFeatureMatrix(['a', 'b'], [Float32Array.of(1, 2), Float64Array.of(3, 4)]);
    expect(selectRows(mixed, Int32Array.of(1, 0, 1)).columns).toEqual([
      Float32Array.of(2, 1, 2),
      Float64Array.of(4, 3, 4),
    ]);
  });

  it('is aligned by name: order and strangers do not matter', () => {
    expect(alignFeatures(matrix, ['b']).columns).toEqual([matrix.columns[1]]);
    expect(alignFeatures(matrix, ['b', 'a']).columns[1]).toBe(matrix.columns[0]);
    expect(() => alignFeatures(matrix, ['a', 'c', 'd'])).toThrow('features missing from the table: c, d');
  });

  it('takes one more column, whose name must be new', () => {
    expect(withConstantColumn(matrix, 'week', 2).columns[2]).toEqual(Float64Array.of(2, 2, 2));
    expect(() => withConstantColumn(matrix, 'a', 2)).toThrow('feature "a" occurs twice');
  });

  it('is refused where its parts do not fit', () => {
    expect(() => createFeatureMatrix(['a'], [])).toThrow('1 feature names for 0 columns');
    expect(() => createFeatureMatrix(['a', 'b'], [Float64Array.of(1), Float64Array.of(1, 2)])).toThrow(
      'feature "b" has 2 rows, others 1',
    );
  });
});
