import {
  add,
  advance,
  and,
  assemble,
  breakIf,
  constant,
  get,
  lessThan,
  loadByte,
  loadHalf,
  loadWord,
  loop,
  set,
  shiftedRight,
  shiftLeft,
  storeWord,
  subtract,
  tee,
} from './instructions.js';

/**
 * Parts rows by the side of their bin. Arguments are byte addresses: the row numbers and where they end, the bins by row,
 * the side of each bin (1 = left), where the first row that goes left is put, and the first that goes right, from there
 * backwards. `shift`: of packed bins, the bits below those of the feature.
 * @returns where the next row that goes left would be put
 */
export type SplitKernel = (
  rows: number,
  rowsEnd: number,
  bins: number,
  sides: number,
  left: number,
  right: number,
  shift: number,
) => number;

const [ROWS, ROWS_END, BINS, SIDES, LEFT, RIGHT, SHIFT] = [0, 1, 2, 3, 4, 5, 6] as const;
const [ROW, STEP] = [7, 8] as const;

/** How the bin of the row is found: in a byte of a word, in 16 bits, or in a byte. */
export type BinWidth = 'packed' | 'wide' | 'byte';

const address = (bits: number): number[] => [...get(ROW), ...shiftLeft(bits), ...get(BINS), ...add];
const binOfRow: Readonly<Record<BinWidth, number[]>> = {
  packed: [...address(2), ...loadWord(), ...get(SHIFT), ...shiftedRight, ...constant(255), ...and],
  wide: [...address(1), ...loadHalf],
  byte: [...address(0), ...loadByte],
};

export function splitProgram(width: BinWidth): Uint8Array {
  return assemble(
    7,
    2,
    [
      ...loop([
        ...[...get(ROWS), ...loadWord(), ...set(ROW)],
        ...[...get(LEFT), ...get(ROW), ...storeWord],
        ...[...get(RIGHT), ...get(ROW), ...storeWord],
        ...[...binOfRow[width], ...get(SIDES), ...add, ...loadByte, ...shiftLeft(2), ...tee(STEP)],
        ...[...get(LEFT), ...add, ...set(LEFT)],
        ...[...get(RIGHT), ...get(STEP), ...add, ...constant(4), ...subtract, ...set(RIGHT)],
        ...[...advance(ROWS, 4), ...get(ROWS), ...get(ROWS_END), ...lessThan, ...breakIf],
      ]),
      ...get(LEFT),
    ],
    1,
  );
}
