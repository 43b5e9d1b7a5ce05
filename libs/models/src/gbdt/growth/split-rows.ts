import type { SparseUnit } from '../binning/binned-table.js';
import { ARGUMENT, CHUNK_ROWS, type GrowthState } from './growth-state.js';
import type { Kernels } from './kernels/kernels.js';
import type { BinWidth } from './kernels/split-kernel.js';

/** What rows are parted by: their bins, and the side of each (1 = left). */
interface Sides {
  readonly width: BinWidth;
  readonly bins: Uint8Array | Uint16Array | Uint32Array;
  /** Of packed bins, the bits below those of the feature; else 0. */
  readonly shift: number;
  readonly sides: Uint8Array;
}

/**
 * Parts one chunk of the leaf's rows: those that go left to the front of its place in `spareRows`, the others from its
 * end backwards. Both ends are written for every row and one of them moves on: there is no branch to guess wrong.
 */
export function splitRows(state: GrowthState, chunk: number, kernels: Kernels | null): void {
  const { table, numbers, chunkLefts } = state;
  const feature = numbers[ARGUMENT.feature]!;
  const begin = numbers[ARGUMENT.begin]! + chunk * CHUNK_ROWS;
  const end = Math.min(begin + CHUNK_ROWS, numbers[ARGUMENT.begin]! + numbers[ARGUMENT.count]!);
  const unit = table.units[table.unitOf[feature]!]!;
  const part = (sides: Sides): number =>
    kernels === null ? plainSplit(state, begin, end, sides) : runSplit(kernels, state, begin, end, sides);
  const { sides } = state;
  if (unit.kind === 'packed') {
    const shift = 8 * unit.features.indexOf(feature);
    chunkLefts[chunk] = part({ width: 'packed', bins: unit.words, shift, sides });
  } else if (unit.kind === 'wide') {
    chunkLefts[chunk] = part({ width: 'wide', bins: unit.bins, shift: 0, sides });
  } else {
    const { from, to } = markUnusual(state, begin, end, unit, feature);
    const usualSide = sides[table.usualBin[feature]!]!;
    const ofMarks = state.markSides.subarray(2 * usualSide);
    chunkLefts[chunk] = part({ width: 'byte', bins: state.marks, shift: 0, sides: ofMarks });
    for (let at = from; at < to; at++) state.marks[unit.columnRows[at]!] = 0;
  }
}

function runSplit(
  { split }: Kernels,
  { rows, spareRows }: GrowthState,
  begin: number,
  end: number,
  { width, bins, shift, sides }: Sides,
): number {
  const left = spareRows.byteOffset + 4 * begin;
  const next = split[width](
    rows.byteOffset + 4 * begin,
    rows.byteOffset + 4 * end,
    bins.byteOffset,
    sides.byteOffset,
    left,
    spareRows.byteOffset + 4 * (end - 1),
    shift,
  );
  return (next - left) / 4;
}

function plainSplit(
  { rows, spareRows }: GrowthState,
  begin: number,
  end: number,
  { bins, width, shift, sides }: Sides,
): number {
  const mask = width === 'wide' ? 65_535 : 255;
  let left = begin;
  let right = end - 1;
  for (let i = begin; i < end; i++) {
    const row = rows[i]!;
    const side = sides[(bins[row]! >>> shift) & mask]!;
    spareRows[left] = row;
    // Before its first row goes right, this would be overwritten anyway; after the last, it holds the same row.
    spareRows[right] = row;
    left += side;
    right -= 1 - side;
  }
  return left - begin;
}

/**
 * Marks the rows from the chunk's first to its last, which no other chunk has, that go another way than the usual bin.
 * @returns the entries of the feature that were looked at
 */
function markUnusual(
  { rows, sides, marks, table }: GrowthState,
  begin: number,
  end: number,
  { features, columnStart, columnRows, columnBins }: SparseUnit,
  feature: number,
): { readonly from: number; readonly to: number } {
  const place = features.indexOf(feature);
  const usualSide = sides[table.usualBin[feature]!]!;
  const columnEnd = columnStart[place + 1]!;
  const from = firstFrom(columnRows, columnStart[place]!, columnEnd, rows[begin]!);
  const to = firstFrom(columnRows, from, columnEnd, rows[end - 1]! + 1);
  for (let at = from; at < to; at++) marks[columnRows[at]!] = sides[columnBins[at]!]! ^ usualSide;
  return { from, to };
}

/** First place in [low, high) of ascending rows that holds `row` or a later one. */
function firstFrom(columnRows: Int32Array, low: number, high: number, row: number): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (columnRows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
