import type { SparseUnit } from '../binning/binned-table.js';
import { ARGUMENT, CHUNK_ROWS, type GrowthState } from './growth-state.js';

/**
 * Parts one chunk of the leaf's rows: those that go left to the front of its place in `spareRows`, the others from its
 * end backwards. Both ends are written for every row and one of them moves on: there is no branch to guess wrong.
 */
export function splitRows(state: GrowthState, chunk: number): void {
  const { table, numbers, chunkLefts } = state;
  const feature = numbers[ARGUMENT.feature]!;
  const begin = numbers[ARGUMENT.begin]! + chunk * CHUNK_ROWS;
  const end = Math.min(begin + CHUNK_ROWS, numbers[ARGUMENT.begin]! + numbers[ARGUMENT.count]!);
  const unit = table.units[table.unitOf[feature]!]!;
  if (unit.kind === 'packed') {
    const shift = 8 * unit.features.indexOf(feature);
    chunkLefts[chunk] = splitPacked(state, begin, end, unit.words, shift);
  } else if (unit.kind === 'wide') {
    chunkLefts[chunk] = splitWide(state, begin, end, unit.bins);
  } else {
    const place = unit.features.indexOf(feature);
    chunkLefts[chunk] = splitSparse(state, begin, end, unit, place, table.usualBin[feature]!);
  }
}

function splitPacked(
  { rows, spareRows, sides }: GrowthState,
  begin: number,
  end: number,
  words: Uint32Array,
  shift: number,
): number {
  let left = begin;
  let right = end - 1;
  for (let i = begin; i < end; i++) {
    const row = rows[i]!;
    const side = sides[(words[row]! >>> shift) & 255]!;
    spareRows[left] = row;
    // Before its first row goes right, this would be overwritten anyway; after the last, it holds the same row.
    spareRows[right] = row;
    left += side;
    right -= 1 - side;
  }
  return left - begin;
}

function splitWide(
  { rows, spareRows, sides }: GrowthState,
  begin: number,
  end: number,
  bins: Uint16Array,
): number {
  let left = begin;
  let right = end - 1;
  for (let i = begin; i < end; i++) {
    const row = rows[i]!;
    const side = sides[bins[row]!]!;
    spareRows[left] = row;
    spareRows[right] = row;
    left += side;
    right -= 1 - side;
  }
  return left - begin;
}

const NONE = 2 ** 31 - 1;

/** Rows of a leaf ascend, and so do those of the feature: both are read once, side by side. */
function splitSparse(
  { rows, spareRows, sides }: GrowthState,
  begin: number,
  end: number,
  { columnStart, columnRows, columnBins }: SparseUnit,
  place: number,
  usual: number,
): number {
  const usualSide = sides[usual]!;
  const columnEnd = columnStart[place + 1]!;
  let at = firstFrom(columnRows, columnStart[place]!, columnEnd, rows[begin]!);
  let nextRow = at < columnEnd ? columnRows[at]! : NONE;
  let left = begin;
  let right = end - 1;
  for (let i = begin; i < end; i++) {
    const row = rows[i]!;
    while (nextRow < row) nextRow = ++at < columnEnd ? columnRows[at]! : NONE;
    const side = nextRow === row ? sides[columnBins[at]!]! : usualSide;
    spareRows[left] = row;
    spareRows[right] = row;
    left += side;
    right -= 1 - side;
  }
  return left - begin;
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
