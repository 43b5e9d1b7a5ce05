import type { FeatureColumn, FeatureMatrix } from '../../feature-matrix.js';
import type { SeededRandom } from '../../random.js';
import { type BinMapper, binOf, fitBinMapper } from './bin-mapper.js';

/** Rows that bin boundaries are found from; LightGBM's `bin_construct_sample_cnt`. */
const BIN_SAMPLE = 200_000;

/**
 * The training table as bin numbers. Four features share a 32-bit word per row: one random access fetches four bins,
 * which made histograms 2.3 times as fast as a Uint8Array per feature (1.8 against 4.2 ns per row and feature).
 */
export interface BinnedDataset {
  readonly rows: number;
  readonly featureCount: number;
  readonly mappers: readonly BinMapper[];
  /** `words[f >> 2][row] >>> ((f & 3) << 3) & 255` is feature f's bin. */
  readonly words: readonly Uint32Array[];
  /** First bin of each feature among all bins; padded to a multiple of four features with `totalBins`. */
  readonly binOffset: Int32Array;
  readonly totalBins: number;
}

/**
 * @param random draws the rows that bins are found from, where there are more than 200,000
 * @throws RangeError naming the feature and row of an infinite value
 */
export function binDataset(
  matrix: FeatureMatrix,
  maxBin: number,
  minDataInBin: number,
  random: SeededRandom,
): BinnedDataset {
  const { rows, columns } = matrix;
  const sample = rows > BIN_SAMPLE ? drawRows(rows, BIN_SAMPLE, random) : null;
  const mappers = columns.map((column, feature) => {
    const infinite = column.findIndex((value) => value === Infinity || value === -Infinity);
    if (infinite >= 0) {
      throw new RangeError(`feature "${matrix.names[feature]!}" is infinite in row ${String(infinite)}`);
    }
    return fitBinMapper(pick(column, sample), column.includes(NaN), maxBin, minDataInBin);
  });
  const groups = Math.ceil(columns.length / 4);
  const binOffset = new Int32Array(groups * 4);
  let totalBins = 0;
  mappers.forEach((mapper, feature) => {
    binOffset[feature] = totalBins;
    totalBins += mapper.numBins;
  });
  binOffset.fill(totalBins, columns.length);

  const words = Array.from({ length: groups }, () => new Uint32Array(rows));
  columns.forEach((column, feature) => {
    fillBins(words[feature >> 2]!, (feature & 3) << 3, column, mappers[feature]!);
  });
  return { rows, featureCount: columns.length, mappers, words, binOffset, totalBins };
}

function fillBins(word: Uint32Array, shift: number, column: FeatureColumn, mapper: BinMapper): void {
  for (let row = 0; row < column.length; row++) {
    word[row] = word[row]! | (binOf(mapper, column[row]!) << shift);
  }
}

function pick(column: FeatureColumn, sample: Int32Array | null): FeatureColumn {
  if (sample === null) return column;
  const picked = new Float64Array(sample.length);
  for (let i = 0; i < sample.length; i++) picked[i] = column[sample[i]!]!;
  return picked;
}

/** `wanted` of `total` row numbers without replacement, ascending (selection sampling, Knuth 3.4.2 S). */
export function drawRows(total: number, wanted: number, random: SeededRandom): Int32Array {
  const drawn = new Int32Array(wanted);
  let taken = 0;
  for (let row = 0; row < total && taken < wanted; row++) {
    if (random.uniform() * (total - row) < wanted - taken) drawn[taken++] = row;
  }
  return drawn;
}
