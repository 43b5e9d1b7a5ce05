/** Ids that the first part holds; each later part holds twice as many as the one before. */
const FIRST_CAPACITY = 1 << 20;
/** With eight hashes, 16 bits an id let 6 of 10,000 unknown ids look known (Bloom 1970: (1 - e^(-8/16))^8). */
const BITS_PER_ID = 16;
const HASHES = 8;

interface Part {
  readonly bits: Uint32Array;
  readonly capacity: number;
  held: number;
}

/**
 * Proves of most statement ids that they are new, without asking the store: a scalable Bloom filter (Almeida et al.
 * 2007), 2 bytes an id. It may take a new id for known, never a known one for new; before it is `complete` it takes
 * every id for known.
 */
export class IdFilter {
  readonly #parts: Part[] = [];
  readonly #seeds = new Map<string, number>();
  #complete = false;

  constructor(private readonly firstCapacity = FIRST_CAPACITY) {}

  /** Every id that the store holds has been added. */
  complete(): void {
    this.#complete = true;
  }

  /** @param id UUID in lower case */
  add(tenant: string, id: string): void {
    let part = this.#parts.at(-1);
    if (part === undefined || part.held >= part.capacity) {
      part = emptyPart(part === undefined ? this.firstCapacity : part.capacity * 2);
      this.#parts.push(part);
    }
    const [first, step] = this.#hash(tenant, id);
    const size = part.bits.length * 32;
    for (let i = 0; i < HASHES; i++) {
      const bit = (first + i * step) % size;
      part.bits[bit >>> 5]! |= 1 << (bit & 31);
    }
    part.held += 1;
  }

  /** False: the store does not hold it. */
  mayHold(tenant: string, id: string): boolean {
    if (!this.#complete) return true;
    const [first, step] = this.#hash(tenant, id);
    return this.#parts.some((part) => holds(part, first, step));
  }

  /** Two numbers below 2^32, the second odd. Ids need not be random: senders make them of names and counters too. */
  #hash(tenant: string, id: string): [number, number] {
    let seed = this.#seeds.get(tenant);
    if (seed === undefined) {
      seed = fnv1a(0x811c9dc5, tenant);
      this.#seeds.set(tenant, seed);
    }
    const a = fnv1a(seed, id);
    const b = fnv1a(~seed, id);
    return [mixed(a, b) >>> 0, (mixed(b, a) | 1) >>> 0];
  }
}

function emptyPart(capacity: number): Part {
  return { bits: new Uint32Array((capacity * BITS_PER_ID) / 32), capacity, held: 0 };
}

function holds({ bits }: Part, first: number, step: number): boolean {
  const size = bits.length * 32;
  for (let i = 0; i < HASHES; i++) {
    const bit = (first + i * step) % size;
    if ((bits[bit >>> 5]! & (1 << (bit & 31))) === 0) return false;
  }
  return true;
}

/** FNV-1a, 32 bits, from a start of one's own. */
function fnv1a(start: number, text: string): number {
  let hash = start;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** Two 32-bit numbers into one, every bit of both in every bit of it (MurmurHash3's finaliser). */
function mixed(a: number, b: number): number {
  let h = Math.imul(a, 0xcc9e2d51) ^ Math.imul(b, 0x1b873593);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
