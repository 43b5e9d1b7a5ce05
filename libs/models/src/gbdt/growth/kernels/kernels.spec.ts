import { describe, expect, it } from '@jest/globals';
import { createFeatureMatrix } from '../../../feature-matrix.js';
import { SeededRandom } from '../../../random.js';
import { Arena } from '../../arena.js';
import { binTable } from '../../binning/bin-table.js';
import { countUnit } from '../histogram.js';
import { createKernels } from './kernels.js';

describe('the WebAssembly kernels', () => {
  it('give the sums of the plain loops to the last bit: four features, fewer, and sparse ones', () => {
    const random = new SeededRandom(1);
    const rows = 5000;
    const columns = [0, 1, 2, 3, 4, 5, 6, 7].map((feature) =>
      Float64Array.from({ length: rows }, () => (feature > 5 && random.bernoulli(0.9) ? 0 : random.normal())),
    );
    const arena = Arena.shared();
    const rules = { maxBin: 255, minDataInBin: 3, useMissing: true, zeroAsMissing: false };
    const matrix = createFeatureMatrix(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], columns);
    const { table } = binTable(matrix, rules, [], random, arena);
    const leaf = { rows: arena.int32(rows), begin: 100, count: 3000, pairs: arena.float32(2 * rows) };
    for (let i = 0; i < rows; i++) leaf.rows[i] = (i * 7) % rows;
    for (let i = 0; i < 2 * rows; i++) leaf.pairs[i] = random.normal();
    expect(table.units.map(({ kind }) => kind)).toEqual(['packed', 'packed', 'sparse']);
    const [plain, quick] = [arena.float64(2 * table.totalBins), arena.float64(2 * table.totalBins)];
    const kernels = createKernels(arena.memory!, arena.float64(2));
    for (const unit of table.units) {
      countUnit(plain, table, unit, leaf, 0, 0, null);
      countUnit(quick, table, unit, leaf, 0, 0, kernels);
    }
    expect(plain.some((sum) => sum !== 0)).toBe(true);
    expect(quick).toEqual(plain);
  });
});
