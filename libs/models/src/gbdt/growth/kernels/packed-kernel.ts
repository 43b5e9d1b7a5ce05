import {
  add,
  addVectors,
  advance,
  and,
  assemble,
  breakIf,
  constant,
  get,
  lessThan,
  loadPair,
  loadVector,
  loadWord,
  loop,
  set,
  shiftLeft,
  shiftRight,
  storeVector,
  tee,
} from './instructions.js';

/**
 * Counts up to four features. Arguments are byte addresses: the unit's words, the leaf's row numbers, their pairs of
 * gradient and hessian and where these end, and the first bin of each feature in the histogram; those of features that
 * the unit lacks are not read.
 */
export type PackedKernel = (
  words: number,
  rows: number,
  pairs: number,
  pairsEnd: number,
  first: number,
  second: number,
  third: number,
  fourth: number,
) => void;

const [WORDS, ROWS, PAIRS, PAIRS_END, FIRST] = [0, 1, 2, 3, 4] as const;
const [BINS, PLACE, PAIR] = [8, 9, 10] as const;

/** Adds the pair to the bin of the i-th feature; a bin takes 16 bytes. */
function addToBin(i: number): number[] {
  const scaled = i === 0 ? shiftLeft(4) : shiftRight(8 * i - 4);
  return [
    ...[...get(BINS), ...scaled, ...constant(0xff0), ...and, ...get(FIRST + i), ...add, ...tee(PLACE)],
    ...[...get(PLACE), ...loadVector, ...get(PAIR), ...addVectors, ...storeVector],
  ];
}

export function packedProgram(features: number): Uint8Array {
  const word = [...get(WORDS), ...get(ROWS), ...loadWord(), ...shiftLeft(2), ...add, ...loadWord()];
  return assemble(
    8,
    2,
    loop([
      ...[...word, ...set(BINS)],
      ...[...get(PAIRS), ...loadPair, ...set(PAIR)],
      ...[0, 1, 2, 3].slice(0, features).flatMap(addToBin),
      ...[...advance(ROWS, 4), ...advance(PAIRS, 8)],
      ...[...get(PAIRS), ...get(PAIRS_END), ...lessThan, ...breakIf],
    ]),
  );
}
