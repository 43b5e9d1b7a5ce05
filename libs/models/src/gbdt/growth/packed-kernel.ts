/**
 * The inner loop of training as a WebAssembly function: it adds a row's gradient and hessian to a bin of four features
 * by one 128-bit addition each, where JavaScript needs eight additions with their checks. Adds the same numbers in the
 * same order as `countPacked`, so that sums are the same to the last bit. The program is put together here, instruction
 * by instruction, from the WebAssembly specification (3.0, "Binary Format"): there is no compiled file to trust.
 *
 * Arguments are byte addresses in the imported memory: the unit's words, the leaf's row numbers, their pairs of
 * gradient and hessian and where these end, and the first bin of each feature in the histogram.
 */
type Count = (
  words: number,
  rows: number,
  pairs: number,
  pairsEnd: number,
  first: number,
  second: number,
  third: number,
  fourth: number,
) => void;

export interface PackedKernel {
  readonly count: Count;
  /** Address of a bin for features that a unit lacks to four. */
  readonly spareBin: number;
}

const I32 = 0x7f;
const V128 = 0x7b;
const [WORDS, ROWS, PAIRS, PAIRS_END, FIRST] = [0, 1, 2, 3, 4] as const;
const [BINS, PLACE, PAIR] = [8, 9, 10] as const;

/** Unsigned LEB128; what is signed in the format is small enough here that both look alike, or is in `constant`. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value < 64 ? [value] : [(value & 127) | 128, ...signed(value >>> 7)];
}

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const tee = (local: number): number[] => [0x22, local];
const constant = (value: number): number[] => [0x41, ...signed(value)];
const vector = (code: number, ...immediate: number[]): number[] => [0xfd, ...unsigned(code), ...immediate];
const loadWord = [0x28, 2, 0];
const lessThan = [0x49];
const add = [0x6a];
const and = [0x71];
const shiftLeft = [0x74];
const shiftRight = [0x76];
const loadVector = vector(0x00, 3, 0);
const storeVector = vector(0x0b, 3, 0);
const loadPair = vector(0x5d, 2, 0);
const promotePair = vector(0x5f);
const addVectors = vector(0xf0);
const advance = (local: number, bytes: number): number[] => [
  ...get(local),
  ...constant(bytes),
  ...add,
  ...set(local),
];

/** Adds the pair to the bin of the i-th feature; a bin takes 16 bytes. */
function addToBin(i: number): number[] {
  const scaled = i === 0 ? [...constant(4), ...shiftLeft] : [...constant(8 * i - 4), ...shiftRight];
  return [
    ...[...get(BINS), ...scaled, ...constant(0xff0), ...and, ...get(FIRST + i), ...add, ...tee(PLACE)],
    ...[...get(PLACE), ...loadVector, ...get(PAIR), ...addVectors, ...storeVector],
  ];
}

function program(): Uint8Array {
  const loop = [
    ...[
      ...get(WORDS),
      ...get(ROWS),
      ...loadWord,
      ...constant(2),
      ...shiftLeft,
      ...add,
      ...loadWord,
      ...set(BINS),
    ],
    ...[...get(PAIRS), ...loadPair, ...promotePair, ...set(PAIR)],
    ...[0, 1, 2, 3].flatMap(addToBin),
    ...[...advance(ROWS, 4), ...advance(PAIRS, 8)],
    ...[...get(PAIRS), ...get(PAIRS_END), ...lessThan],
  ];
  const section = (id: number, content: number[]): number[] => [id, ...unsigned(content.length), ...content];
  const name = (text: string): number[] => [text.length, ...Buffer.from(text)];
  const locals = [2, 2, I32, 1, V128];
  const body = [...locals, 0x03, 0x40, ...loop, 0x0d, 0, 0x0b, 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 8, ...new Array<number>(8).fill(I32), 0]),
    ...section(2, [1, ...name('env'), ...name('memory'), 0x02, 0x03, 0, ...unsigned(65_536)]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('count'), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

/**
 * @param memory shared memory of at most 65,536 pages, as `Arena` has it
 * @param spareBin two numbers in it that nobody reads
 */
export function createPackedKernel(memory: WebAssembly.Memory, spareBin: Float64Array): PackedKernel {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(program()), { env: { memory } });
  return { count: instance.exports.count as Count, spareBin: spareBin.byteOffset };
}
