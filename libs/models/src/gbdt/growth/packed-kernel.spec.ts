import { describe, expect, it } from '@jest/globals';
import { createFeatureMatrix } from '../../feature-matrix.js';
import { SeededRandom } from '../../random.js';
import { Arena } from '../arena.js';
import { binTable } from '../binning/bin-table.js';
import { countUnit } from './histogram.js';
import { createPackedKernel } from './packed-kernel.js';

describe('the WebAssembly kernel', () => {
  it('gives the sums of the plain loop to the last bit, for four features and for fewer', () => {
    const random = new SeededRandom(1);
    const rows = 5000;
    const columns = [0, 1, 2, 3, 4, 5].map(() => Float64Array.from({ length: rows }, () => random.normal()));
    const arena = Arena.shared();
    const rules = { maxBin: 255, minDataInBin: 3, useMissing: true, zeroAsMissing: false };
    const matrix = createFeatureMatrix(['a', 'b', 'c', 'd', 'e', 'f'], columns);
    const { table } = binTable(matrix, rules, [], random, arena);
    const leaf = { rows: arena.int32(rows), begin: 100, count: 3000, pairs: arena.float32(2 * rows) };
    for (let i = 0; i < rows; i++) leaf.rows[i] = (i * 7) % rows;
    for (let i = 0; i < 2 * rows; i++) leaf.pairs[i] = random.normal();
    const [plain, quick] = [arena.float64(2 * table.totalBins), arena.float64(2 * table.totalBins)];
    const kernel = createPackedKernel(arena.memory!, arena.float64(2));
    for (const unit of table.units) {
      countUnit(plain, table, unit, leaf, 0, 0, null);
      countUnit(quick, table, unit, leaf, 0, 0, kernel);
    }
    expect(plain.some((sum) => sum !== 0)).toBe(true);
    expect(quick).toEqual(plain);
  });
});
