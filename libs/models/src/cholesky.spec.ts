import { expect, it } from '@jest/globals';
import { choleskyFactor, solveFactored } from './cholesky.js';

it('solves equations by their Cholesky factor', () => {
  const matrix = Float64Array.of(4, 2, 0, 2, 5, 1, 0, 1, 3);
  const factor = choleskyFactor(matrix, 3)!;
  // 4 + 4, 2 + 10 + 3, 2 + 9
  const solved = solveFactored(factor, Float64Array.of(8, 15, 11));
  [1, 2, 3].forEach((value, i) => expect(solved[i]).toBeCloseTo(value, 12));
  expect(choleskyFactor(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
});
