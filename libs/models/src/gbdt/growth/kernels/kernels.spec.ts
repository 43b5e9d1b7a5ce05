import { describe, expect, it } from '@jest/globals';
import { createFeatureMatrix } from '../../../feature-matrix.js';
import { SeededRandom } from '../../../random.js';
import { Arena } from '../../arena.js';
import { binTable } from '../../binning/bin-table.js';
import { resolveGbdtParameters } from '../../parameters.js';
import { ARGUMENT, createGrowthState, type GrowthState } from '../growth-state.js';
import { countUnit } from '../histogram.js';
import { splitRows } from '../split-rows.js';
import { createKernels } from './kernels.js';

const ROWS = 5000;
const random = new SeededRandom(1);
/** Six dense features, two sparse ones, and one of more than 256 categories. */
const columns = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((feature) =>
  Float64Array.from({ length: ROWS }, () => {
    if (feature === 8) return random.integer(400);
    return feature > 5 && random.bernoulli(0.9) ? 0 : random.normal();
  }),
);
const matrix = createFeatureMatrix(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'], columns);
const parameters = resolveGbdtParameters({ categoricalFeatures: [8], maxCatThreshold: 400 }, 9);

function grownState(threads = 1): GrowthState {
  const arena = Arena.shared();
  const { table } = binTable(matrix, parameters, [8], new SeededRandom(2), arena, threads);
  return createGrowthState(table, parameters, new Float64Array(ROWS), null, arena);
}

describe('the WebAssembly kernels', () => {
  it.each([
    ['four and two', 1, [4, 2]],
    ['three', 2, [3, 3]],
    ['one and two', 4, [2, 1, 2, 1]],
  ])(
    'give the sums of the plain loops to the last bit: %s features, wide and sparse ones',
    (_, threads, widths) => {
      const { table, memory, rows, leafPairs, histograms } = grownState(threads);
      for (let i = 0; i < ROWS; i++) rows[i] = (i * 7) % ROWS;
      for (let i = 0; i < 2 * ROWS; i++) leafPairs[i] = random.normal();
      const leaf = { rows, begin: 100, count: 3000, pairs: leafPairs };
      const packed = table.units.filter(({ kind }) => kind === 'packed');
      expect(packed.map(({ features }) => features.length)).toEqual(widths);
      expect(new Set(table.units.map(({ kind }) => kind)).size).toBe(3);
      const size = 2 * table.totalBins;
      const [plain, quick] = [histograms.subarray(0, size), histograms.subarray(size, 2 * size)];
      const kernels = createKernels(memory!);
      for (const unit of table.units) {
        countUnit(plain, table, unit, leaf, 0, 0, null);
        countUnit(quick, table, unit, leaf, 0, 0, kernels);
      }
      expect(plain.some((sum) => sum !== 0)).toBe(true);
      expect(quick).toEqual(plain);
    },
  );

  it.each([1, 5, 7, 8])('part rows as the plain loops do, by feature %i', (feature) => {
    const parted = [false, true].map((quick) => {
      const state = grownState();
      const { table, rows, spareRows, sides, numbers, chunkLefts, marks } = state;
      for (let i = 0; i < ROWS; i++) rows[i] = i;
      // a leaf of every second row, and half of the bins on the left
      const [begin, count] = [40, 2000];
      for (let i = 0; i < count; i++) rows[begin + i] = 2 * i + 3;
      for (let bin = 0; bin < table.numBins[feature]!; bin++) sides[bin] = bin % 2;
      numbers[ARGUMENT.begin] = begin;
      numbers[ARGUMENT.count] = count;
      numbers[ARGUMENT.feature] = feature;
      splitRows(state, 0, quick ? createKernels(state.memory!) : null);
      expect(marks.every((mark) => mark === 0)).toBe(true);
      return { lefts: chunkLefts[0]!, rows: spareRows.slice(begin, begin + count) };
    });
    const [plain, quick] = parted;
    expect(quick).toEqual(plain);
    expect(plain!.lefts).toBeGreaterThan(20);
    expect(plain!.lefts).toBeLessThan(1980);
    expect([...plain!.rows].sort((a, b) => a - b)).toEqual(Array.from({ length: 2000 }, (_, i) => 2 * i + 3));
  });
});
