import { type FeatureMatrix, withConstantColumn } from '../../feature-matrix.js';

/** A feature that is nobody's figure: the same for all rows, and asked about at several values. */
export interface Asked {
  readonly name: string;
  readonly values: readonly number[];
}

/** The matrix with the asked feature as a column, once for each value. */
export const askedMatrices = (matrix: FeatureMatrix, { name, values }: Asked): FeatureMatrix[] =>
  values.map((value) => withConstantColumn(matrix, name, value));
