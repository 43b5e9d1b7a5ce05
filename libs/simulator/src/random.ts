/**
 * A seeded stream of random numbers (sfc32 by Chris Doty-Humphrey, PractRand; period at least 2^64).
 *
 * Every learner-day has its own stream, named by numbers, so that what happens to one learner never shifts the numbers
 * of another: histories stay the same whatever the step size, and a nudge changes its own learner alone.
 */
export class Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 0;
  /** Second half of the last Box-Muller pair; NaN where used up. */
  private spare = Number.NaN;

  constructor(...names: readonly (number | string)[]) {
    this.rename(...names);
  }

  /** Begins the stream of another name; cheaper than a new object where a stream is short. */
  rename(...names: readonly (number | string)[]): this {
    let hash = 0x9e3779b9;
    this.a = this.b = this.c = 0;
    for (const name of names) {
      hash = mix(hash ^ (typeof name === 'number' ? numberHash(name) : textHash(name)));
      this.a ^= hash;
      this.b = mix(this.b ^ Math.imul(hash, 0x85ebca6b));
      this.c = mix(this.c + hash);
    }
    this.counter = 1;
    this.spare = Number.NaN;
    for (let round = 0; round < 12; round++) this.uint32();
    return this;
  }

  /** Uniform on the whole numbers 0 to 2^32 - 1. */
  uint32(): number {
    const result = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + result;
    return result >>> 0;
  }

  /** Uniform on [0, 1). */
  uniform(): number {
    return this.uint32() / 0x1_0000_0000;
  }

  /** Uniform on [from, to). */
  between(from: number, to: number): number {
    return from + (to - from) * this.uniform();
  }

  /** Uniform on the whole numbers from, ..., to - 1. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.uniform() * (to - from));
  }

  /** True with the given probability; always draws one number, so that later draws keep their place. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** Normal by Box and Muller. */
  normal(mean = 0, standardDeviation = 1): number {
    if (!Number.isNaN(this.spare)) {
      const value = mean + standardDeviation * this.spare;
      this.spare = Number.NaN;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return mean + standardDeviation * radius * Math.cos(angle);
  }

  /** Exponential with the given mean. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform());
  }

  /** Poisson by Knuth's product method; for means up to some tens. */
  poisson(mean: number): number {
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.uniform(); product > limit; product *= this.uniform()) count++;
    return count;
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.whole(0, choices.length)];
    if (choice === undefined) throw new RangeError('nothing to pick from');
    return choice;
  }

  /** A new array in random order (Fisher and Yates). */
  shuffled<T>(values: readonly T[]): T[] {
    const result = [...values];
    for (let last = result.length - 1; last > 0; last--) {
      const other = this.whole(0, last + 1);
      [result[last], result[other]] = [result[other]!, result[last]!];
    }
    return result;
  }

  /** A version 4 UUID (RFC 9562) from this stream. */
  uuid(): string {
    const third = ((this.uint32() & 0x0fff_ffff) | 0x4000_0000) >>> 0;
    const first = hex8(this.uint32());
    const second = hex8(third);
    const variant = hex8(((this.uint32() & 0x3fff_ffff) | 0x8000_0000) >>> 0);
    const last = hex8(this.uint32());
    return `${first}-${second.slice(4)}-${second.slice(0, 4)}-${variant.slice(0, 4)}-${variant.slice(4)}${last}`;
  }
}

const hex8 = (value: number): string => value.toString(16).padStart(8, '0');

/** Finaliser of MurmurHash3 (Austin Appleby). */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const numberHash = (value: number): number =>
  mix(Math.floor(value / 0x1_0000_0000)) ^ mix((value | 0) + 0x7f4a7c15);

/** FNV-1a over UTF-16 units. */
function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
