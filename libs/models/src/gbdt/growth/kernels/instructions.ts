/** The few instructions of WebAssembly that the kernels need, as bytes (WebAssembly 3.0, "Binary Format"). */

const I32 = 0x7f;
const V128 = 0x7b;

/** Unsigned LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

/** Signed LEB128 of a number that is not negative. */
function signed(value: number): number[] {
  return value < 64 ? [value] : [(value & 127) | 128, ...signed(value >>> 7)];
}

const vector = (code: number, ...immediate: number[]): number[] => [0xfd, ...unsigned(code), ...immediate];

export const get = (local: number): number[] => [0x20, local];
export const set = (local: number): number[] => [0x21, local];
export const tee = (local: number): number[] => [0x22, local];
export const constant = (value: number): number[] => [0x41, ...signed(value)];
export const loadWord = (offset = 0): number[] => [0x28, 2, offset];
export const loadHalf = [0x2f, 1, 0];
export const loadByte = [0x2d, 0, 0];
export const storeWord = [0x36, 2, 0];
export const lessThan = [0x49];
export const notLessThan = [0x4f];
export const add = [0x6a];
export const subtract = [0x6b];
export const and = [0x71];
export const shiftLeft = (bits: number): number[] => [...constant(bits), 0x74];
export const shiftRight = (bits: number): number[] => [...constant(bits), 0x76];
/** By as many bits as lie on the stack. */
export const shiftedRight = [0x76];
export const loadVector = vector(0x00, 3, 0);
export const storeVector = vector(0x0b, 3, 0);
/** Two floats in memory as a vector of doubles. */
export const loadPair = [...vector(0x5d, 2, 0), ...vector(0x5f)];
export const addVectors = vector(0xf0);
export const breakIf = [0x0d, 0];
export const loop = (body: number[]): number[] => [0x03, 0x40, ...body, 0x0b];
export const block = (body: number[]): number[] => [0x02, 0x40, ...body, 0x0b];
/** local += bytes */
export const advance = (local: number, bytes: number): number[] => [
  ...get(local),
  ...constant(bytes),
  ...add,
  ...set(local),
];

/**
 * A program of one function, `run`, over imported shared memory: parameters, then numbers and one vector of its own.
 * @param results 1 where the code leaves a number on the stack, else 0
 */
export function assemble(
  parameters: number,
  numbers: number,
  code: number[],
  results: 0 | 1 = 0,
): Uint8Array {
  const section = (id: number, content: number[]): number[] => [id, ...unsigned(content.length), ...content];
  const name = (text: string): number[] => [text.length, ...Buffer.from(text)];
  const body = [2, numbers, I32, 1, V128, ...code, 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [
      1,
      0x60,
      parameters,
      ...new Array<number>(parameters).fill(I32),
      results,
      ...(results === 1 ? [I32] : []),
    ]),
    ...section(2, [1, ...name('env'), ...name('memory'), 0x02, 0x03, 0, ...unsigned(65_536)]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('run'), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}
