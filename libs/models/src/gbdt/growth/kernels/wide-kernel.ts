import {
  add,
  addVectors,
  advance,
  assemble,
  breakIf,
  get,
  lessThan,
  loadHalf,
  loadPair,
  loadVector,
  loadWord,
  loop,
  shiftLeft,
  storeVector,
  tee,
} from './instructions.js';

/**
 * Counts a feature of 16-bit bins. Arguments are byte addresses: its bins, the leaf's row numbers, their pairs of
 * gradient and hessian and where these end, and its first bin in the histogram.
 */
export type WideKernel = (
  bins: number,
  rows: number,
  pairs: number,
  pairsEnd: number,
  firstBin: number,
) => void;

const [BINS, ROWS, PAIRS, PAIRS_END, FIRST_BIN] = [0, 1, 2, 3, 4] as const;
const [PLACE] = [5] as const;

export function wideProgram(): Uint8Array {
  const bin = [...get(BINS), ...get(ROWS), ...loadWord(), ...shiftLeft(1), ...add, ...loadHalf];
  return assemble(
    5,
    1,
    loop([
      ...[...bin, ...shiftLeft(4), ...get(FIRST_BIN), ...add, ...tee(PLACE)],
      ...[...get(PLACE), ...loadVector, ...get(PAIRS), ...loadPair, ...addVectors, ...storeVector],
      ...[...advance(ROWS, 4), ...advance(PAIRS, 8)],
      ...[...get(PAIRS), ...get(PAIRS_END), ...lessThan, ...breakIf],
    ]),
  );
}
