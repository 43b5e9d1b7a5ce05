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
    const first = table.binBegin[feature]! - unit.begin;
    const last = first + table.numBins[feature]!;
    const usual = table.usualBin[feature]!;
    chunkLefts[chunk] = splitSparse(state, begin, end, unit.start, unit.entries, first, last, usual);
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

function splitSparse(
  { rows, spareRows, sides }: GrowthState,
  begin: number,
  end: number,
  start: Uint32Array,
  entries: Uint16Array,
  first: number,
  last: number,
  usual: number,
): number {
  let left = begin;
  let right = end - 1;
  for (let i = begin; i < end; i++) {
    const row = rows[i]!;
    let bin = usual;
    for (let at = start[row]!; at < start[row + 1]!; at++) {
      const entry = entries[at]!;
      if (entry < first || entry >= last) continue;
      bin = entry - first;
      break;
    }
    const side = sides[bin]!;
    spareRows[left] = row;
    spareRows[right] = row;
    left += side;
    right -= 1 - side;
  }
  return left - begin;
}
