import type { Arena } from '../arena.js';
import type { BinnedTable } from '../binning/binned-table.js';
import { labelWeights } from '../objectives/objective.js';
import type { GbdtParameters } from '../parameters.js';
import type { SplitRules } from './leaf-output.js';
import { createCandidates, type SplitCandidates } from './split-candidates.js';

/** Rows that one step of a row-wise operation takes. */
export const CHUNK_ROWS = 16_384;

/** Places in `numbers` that say what the next operation is about; by leaf (0 or 1) from `LEAF`. */
export const ARGUMENT = { begin: 0, count: 1, feature: 2, smallerSlot: 3, largerSlot: 4, leaf: 5 } as const;
/** Fields of a leaf that is searched, from `ARGUMENT.leaf`. */
export const LEAF_FIELDS = 5;

/** Everything that growing trees reads and writes: typed arrays and plain values alone, so that threads share it. */
export interface GrowthState {
  /** What holds the arrays, where they are in one; the kernels need it. */
  readonly memory: WebAssembly.Memory | null;
  readonly table: BinnedTable;
  readonly parameters: GbdtParameters;
  readonly rules: SplitRules;
  readonly labels: Float64Array;
  /** Weight of the row times that of its label; null = all 1. */
  readonly weights: Float64Array | null;
  readonly scores: Float64Array;
  /** By row of the table. */
  readonly gradients: Float32Array;
  readonly hessians: Float32Array;
  /** Gradient and hessian of each row of the leaf that is counted, in the order of its rows. */
  readonly leafPairs: Float32Array;
  /** Rows in the order of leaves; within a leaf they ascend. */
  readonly rows: Int32Array;
  readonly spareRows: Int32Array;
  /** Rows of each chunk that go left. */
  readonly chunkLefts: Int32Array;
  /** By bin of the feature that is split: 1 = left. */
  readonly sides: Uint8Array;
  /** By row, 0 but while rows are parted by a sparse feature: 1 = goes another way than the usual bin. */
  readonly marks: Uint8Array;
  /** The side of rows without a mark and of those with one: [0, 1] where the usual bin goes right, then [1, 0]. */
  readonly markSides: Uint8Array;
  /** One histogram per leaf. */
  readonly histograms: Float64Array;
  /** By leaf and feature: 0 = had no split in the parent, so it is not tried again (as in LightGBM). */
  readonly splittable: Uint8Array;
  /** By feature: 1 = drawn for this tree. */
  readonly drawn: Uint8Array;
  readonly candidates: SplitCandidates;
  /** Arguments of the operation; see `ARGUMENT`. */
  readonly numbers: Float64Array;
  readonly leafBegin: Int32Array;
  readonly leafCount: Int32Array;
  readonly leafValue: Float64Array;
}

/** Histograms of all leaves together: more would not fit beside the table. */
const HISTOGRAM_BYTES = 2 ** 31;

/** @throws RangeError where histograms would need more than 2 GiB */
export function createGrowthState(
  table: BinnedTable,
  parameters: GbdtParameters,
  labels: Float64Array,
  weights: Float64Array | null,
  arena: Arena,
): GrowthState {
  const { rows, featureCount, totalBins } = table;
  const { maxCatToOnehot, maxCatThreshold, numLeaves } = parameters;
  const leaves = Math.min(numLeaves, Math.max(2, rows));
  if (leaves * totalBins * 16 > HISTOGRAM_BYTES) {
    throw new RangeError(
      `numLeaves ${String(numLeaves)} with ${String(totalBins)} bins needs histograms of ` +
        `${String(Math.ceil((leaves * totalBins) / 2 ** 26))} GiB: lower numLeaves or maxBin`,
    );
  }
  const most = table.numBins.reduce(
    (sum, bins, f) => (table.categorical[f] === 1 ? Math.max(sum, bins) : sum),
    0,
  );
  const maxCategories = most === 0 ? 0 : Math.max(1, Math.min(maxCatThreshold, most));
  const state: GrowthState = {
    memory: arena.memory,
    table,
    parameters,
    rules: {
      minDataInLeaf: parameters.minDataInLeaf,
      minSumHessianInLeaf: parameters.minSumHessianInLeaf,
      lambdaL1: parameters.lambdaL1,
      lambdaL2: parameters.lambdaL2,
      minGainToSplit: parameters.minGainToSplit,
      maxCatToOnehot,
      maxCatThreshold,
      catSmooth: parameters.catSmooth,
      catL2: parameters.catL2,
      minDataPerGroup: parameters.minDataPerGroup,
      monotone: parameters.monotoneConstraints.some((sign) => sign !== 0),
    },
    labels: arena.copyOf(labels),
    weights: rowWeights(labels, weights, parameters, arena),
    scores: arena.float64(rows),
    gradients: arena.float32(rows),
    hessians: arena.float32(rows),
    leafPairs: arena.float32(2 * rows),
    rows: arena.int32(rows),
    spareRows: arena.int32(rows),
    chunkLefts: arena.int32(Math.ceil(rows / CHUNK_ROWS)),
    sides: arena.uint8(65_536),
    marks: arena.uint8(table.units.some(({ kind }) => kind === 'sparse') ? rows : 0),
    markSides: arena.uint8(4),
    histograms: arena.float64(leaves * 2 * totalBins),
    splittable: arena.uint8(leaves * featureCount),
    drawn: arena.uint8(featureCount),
    candidates: createCandidates(featureCount, maxCategories, arena),
    numbers: arena.float64(ARGUMENT.leaf + 2 * LEAF_FIELDS),
    leafBegin: arena.int32(numLeaves),
    leafCount: arena.int32(numLeaves),
    leafValue: arena.float64(numLeaves),
  };
  state.markSides.set([0, 1, 1, 0]);
  return state;
}

function rowWeights(
  labels: Float64Array,
  weights: Float64Array | null,
  parameters: GbdtParameters,
  arena: Arena,
): Float64Array | null {
  const [zero, one] = labelWeights(labels, parameters);
  if (weights === null && zero === 1 && one === 1) return null;
  const product = arena.float64(labels.length);
  for (let i = 0; i < labels.length; i++) {
    product[i] = (labels[i] === 1 ? one : zero) * (weights === null ? 1 : weights[i]!);
  }
  return product;
}
