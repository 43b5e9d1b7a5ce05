import {
  add,
  addVectors,
  advance,
  assemble,
  block,
  breakIf,
  get,
  lessThan,
  loadHalf,
  loadPair,
  loadVector,
  loadWord,
  loop,
  notLessThan,
  set,
  shiftLeft,
  storeVector,
  tee,
} from './instructions.js';

/**
 * Counts the entries of sparse rows. Arguments are byte addresses: where each row's entries begin, the leaf's row
 * numbers, their pairs of gradient and hessian and where these end, the entries, and the unit's first bin.
 */
export type SparseKernel = (
  start: number,
  rows: number,
  pairs: number,
  pairsEnd: number,
  entries: number,
  bins: number,
) => void;

const [START, ROWS, PAIRS, PAIRS_END, ENTRIES, BINS] = [0, 1, 2, 3, 4, 5] as const;
const [AT, END, PLACE, PAIR] = [6, 7, 8, 9] as const;

export function sparseProgram(): Uint8Array {
  const entryAddress = [...shiftLeft(1), ...get(ENTRIES), ...add];
  const entry = [
    ...[...get(AT), ...loadHalf, ...shiftLeft(4), ...get(BINS), ...add, ...tee(PLACE)],
    ...[...get(PLACE), ...loadVector, ...get(PAIR), ...addVectors, ...storeVector],
    ...[...advance(AT, 2), ...get(AT), ...get(END), ...lessThan, ...breakIf],
  ];
  return assemble(
    6,
    3,
    loop([
      ...[...get(START), ...get(ROWS), ...loadWord(), ...shiftLeft(2), ...add, ...tee(AT)],
      ...[...loadWord(4), ...entryAddress, ...set(END)],
      ...[...get(AT), ...loadWord(), ...entryAddress, ...set(AT)],
      ...[...get(PAIRS), ...loadPair, ...set(PAIR)],
      ...block([...get(AT), ...get(END), ...notLessThan, ...breakIf, ...loop(entry)]),
      ...[...advance(ROWS, 4), ...advance(PAIRS, 8)],
      ...[...get(PAIRS), ...get(PAIRS_END), ...lessThan, ...breakIf],
    ]),
  );
}
