/**
 * Lower Cholesky factor L of a symmetric positive definite matrix (A = L Lᵀ), row-major.
 * @param matrix row-major, size x size; the lower triangle is read
 * @returns null where the matrix is not positive definite
 */
export function choleskyFactor(matrix: Float64Array, size: number): Float64Array | null {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column]!;
      for (let k = 0; k < column; k++) sum -= factor[row * size + k]! * factor[column * size + k]!;
      if (row !== column) factor[row * size + column] = sum / factor[column * size + column]!;
      else if (sum > 0) factor[row * size + row] = Math.sqrt(sum);
      else return null;
    }
  }
  return factor;
}

/** Solves Lᵀ x = y (back substitution), in place. */
export function solveUpper(factor: Float64Array, y: Float64Array): Float64Array {
  const size = y.length;
  for (let row = size - 1; row >= 0; row--) {
    let sum = y[row]!;
    for (let k = row + 1; k < size; k++) sum -= factor[k * size + row]! * y[k]!;
    y[row] = sum / factor[row * size + row]!;
  }
  return y;
}

/** Solves L Lᵀ x = y. */
export function solveFactored(factor: Float64Array, y: Float64Array): Float64Array {
  const size = y.length;
  const x = y.slice();
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < row; k++) x[row]! -= factor[row * size + k]! * x[k]!;
    x[row]! /= factor[row * size + row]!;
  }
  return solveUpper(factor, x);
}
