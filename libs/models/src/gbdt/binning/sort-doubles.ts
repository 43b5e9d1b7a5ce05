/** Below it, `TypedArray.sort` is as fast. */
const FEW = 2000;
/** Of each half of a double, 11, 11 and 10 bits from the last on. */
const DIGITS = 3;
const DIGIT_BITS = 11;
const BASE = 2 ** DIGIT_BITS;

/**
 * Sorts columns of doubles, one after the other, in memory that is kept: by groups of their bits from the last to the
 * first (radix sort, Knuth 5.2.5), which takes half the time of `TypedArray.sort` for 200,000 normal values.
 */
export class DoubleSorter {
  #spare = new Float64Array(0);
  readonly #counts = new Uint32Array(2 * DIGITS * BASE);

  /** Sorts in place, ascending. @param values without NaN, and without -0 beside 0 */
  sort(values: Float64Array): void {
    const { length } = values;
    if (length < FEW) {
      values.sort();
      return;
    }
    if (this.#spare.length < length) this.#spare = new Float64Array(length);
    let [from, to]: [Float64Array, Float64Array] = [values, this.#spare.subarray(0, length)];
    this.#count(values);
    for (let digit = 0; digit < 2 * DIGITS; digit++) {
      const places = this.#counts.subarray(BASE * digit, BASE * (digit + 1));
      // all have it alike: they stand as they shall
      if (places.includes(length)) continue;
      let place = 0;
      for (let value = 0; value < BASE; value++) {
        const count = places[value]!;
        places[value] = place;
        place += count;
      }
      scatter(from, to, digit, places);
      [from, to] = [to, from];
    }
    // As bits go, negative values come last, and the larger they are the earlier.
    let negative = length;
    while (negative > 0 && from[negative - 1]! < 0) negative--;
    if (from === values && negative === length) return;
    const target = from === values ? to : values;
    const below = length - negative;
    for (let i = 0; i < below; i++) target[i] = from[length - 1 - i]!;
    target.set(from.subarray(0, negative), below);
    if (target !== values) values.set(target);
  }

  /** How often each digit occurs, place by place. */
  #count(values: Float64Array): void {
    const counts = this.#counts.fill(0);
    const halves = halvesOf(values);
    for (let at = 0; at < halves.length; at += 2) {
      const low = halves[at]!;
      const high = halves[at + 1]!;
      counts[low & (BASE - 1)]!++;
      counts[BASE + ((low >>> DIGIT_BITS) & (BASE - 1))]!++;
      counts[2 * BASE + (low >>> (2 * DIGIT_BITS))]!++;
      counts[3 * BASE + (high & (BASE - 1))]!++;
      counts[4 * BASE + ((high >>> DIGIT_BITS) & (BASE - 1))]!++;
      counts[5 * BASE + (high >>> (2 * DIGIT_BITS))]!++;
    }
  }
}

/** The lower half first, as on all machines that Node.js runs on. */
const halvesOf = ({ buffer, byteOffset, length }: Float64Array): Uint32Array =>
  new Uint32Array(buffer, byteOffset, 2 * length);

function scatter(from: Float64Array, to: Float64Array, digit: number, places: Uint32Array): void {
  const halves = halvesOf(from);
  const half = digit < DIGITS ? 0 : 1;
  const shift = DIGIT_BITS * (digit % DIGITS);
  for (let i = 0; i < from.length; i++)
    to[places[(halves[2 * i + half]! >>> shift) & (BASE - 1)]!++] = from[i]!;
}
