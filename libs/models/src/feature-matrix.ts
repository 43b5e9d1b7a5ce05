export type FeatureColumn = Float64Array | Float32Array;

/** A table of numbers by column. A missing value is NaN; infinities are refused by the trainers. */
export interface FeatureMatrix {
  readonly names: readonly string[];
  readonly rows: number;
  /** One column per name, each of length `rows`. */
  readonly columns: readonly FeatureColumn[];
}

/**
 * A matrix from its columns.
 * @throws RangeError where names and columns do not match, a name occurs twice, or column lengths differ.
 */
export function createFeatureMatrix(
  names: readonly string[],
  columns: readonly FeatureColumn[],
): FeatureMatrix {
  if (names.length !== columns.length) {
    throw new RangeError(`${String(names.length)} feature names for ${String(columns.length)} columns`);
  }
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new RangeError(`feature "${repeated}" occurs twice`);
  const rows = columns[0]?.length ?? 0;
  columns.forEach((column, index) => {
    if (column.length !== rows) {
      throw new RangeError(
        `feature "${String(names[index])}" has ${String(column.length)} rows, others ${String(rows)}`,
      );
    }
  });
  return { names, rows, columns };
}

/** A matrix from rows of values in the order of `names`; null is missing. For scoring single learners. */
export function featureMatrixFromRows(
  names: readonly string[],
  rows: readonly (readonly (number | null)[])[],
): FeatureMatrix {
  // A loop: `Float64Array.from` with a function takes ten times as long.
  const columns = names.map((_, feature) => {
    const column = new Float64Array(rows.length);
    for (let row = 0; row < rows.length; row++) column[row] = rows[row]![feature] ?? NaN;
    return column;
  });
  return createFeatureMatrix(names, columns);
}

/** The given rows, in the given order (repeats allowed), as a new matrix. */
export function selectRows(matrix: FeatureMatrix, rows: Int32Array): FeatureMatrix {
  const columns = matrix.columns.map((column) => {
    const picked =
      column instanceof Float32Array ? new Float32Array(rows.length) : new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) picked[i] = column[rows[i]!]!;
    return picked;
  });
  return { names: matrix.names, rows: rows.length, columns };
}

/**
 * The matrix with exactly the named features in the named order, so that a model never reads a neighbour's column.
 * Columns that the model does not know are left out.
 * @throws RangeError naming the features that are missing.
 */
export function alignFeatures(matrix: FeatureMatrix, names: readonly string[]): FeatureMatrix {
  const position = new Map(matrix.names.map((name, index) => [name, index]));
  const missing = names.filter((name) => !position.has(name));
  if (missing.length > 0) throw new RangeError(`features missing from the table: ${missing.join(', ')}`);
  const columns = names.map((name) => matrix.columns[position.get(name)!]!);
  return { names, rows: matrix.rows, columns };
}

/** The matrix with one more column of a single value; used to ask a hazard model about one step. */
export function withConstantColumn(matrix: FeatureMatrix, name: string, value: number): FeatureMatrix {
  const column = new Float64Array(matrix.rows).fill(value);
  return createFeatureMatrix([...matrix.names, name], [...matrix.columns, column]);
}
