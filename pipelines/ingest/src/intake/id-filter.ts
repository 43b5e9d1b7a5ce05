/** Ids that the first part holds; each later part holds twice as many as the one before. */
const FIRST_CAPACITY = 1 << 20;
/**
 * With twelve hashes, 24 bits an id let 1 of 70,000 unknown ids look known, and so for each part (Bloom 1970:
 * (1 - e^(-12/24))^12). With 16 bits it was 1 of 1,700: of ten million ids, one delivery of 50 in nine asked the store.
 */
const BITS_PER_ID = 24;
const HASHES = 12;

interface Part {
  readonly bits: Uint32Array;
  readonly capacity: number;
  held: number;
}

/**
 * Proves of most statement ids that they are new, without asking the store: a scalable Bloom filter (Almeida et al.
 * 2007), 3 bytes an id. It may take a new id for known, never a known one for new; before it is `complete` it takes
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

  /** @param id UUID */
  add(tenant: string, id: string): void {
    this.#add(this.#seedOf(tenant), wordsOf(id));
  }

  /** @param ids of 16 bytes each, as they are written */
  addPacked(tenant: string, ids: Buffer): void {
    const seed = this.#seedOf(tenant);
    for (let at = 0; at < ids.length; at += 16)
      this.#add(seed, [
        ids.readUInt32BE(at),
        ids.readUInt32BE(at + 4),
        ids.readUInt32BE(at + 8),
        ids.readUInt32BE(at + 12),
      ]);
  }

  /** False: the store does not hold it. */
  mayHold(tenant: string, id: string): boolean {
    if (!this.#complete) return true;
    const [first, step] = hashes(this.#seedOf(tenant), wordsOf(id));
    return this.#parts.some((part) => holds(part, first, step));
  }

  #add(seed: number, words: Words): void {
    let part = this.#parts.at(-1);
    if (part === undefined || part.held >= part.capacity) {
      part = emptyPart(part === undefined ? this.firstCapacity : part.capacity * 2);
      this.#parts.push(part);
    }
    const [first, step] = hashes(seed, words);
    const size = part.bits.length * 32;
    for (let i = 0; i < HASHES; i++) {
      const bit = (first + i * step) % size;
      part.bits[bit >>> 5]! |= 1 << (bit & 31);
    }
    part.held += 1;
  }

  #seedOf(tenant: string): number {
    let seed = this.#seeds.get(tenant);
    if (seed === undefined) {
      seed = fnv1a(0x811c9dc5, tenant);
      this.#seeds.set(tenant, seed);
    }
    return seed;
  }
}

/** Two numbers below 2^32, the second odd. Ids need not be random: senders make them of names and counters too. */
function hashes(seed: number, [a, b, c, d]: Words): [number, number] {
  const first = mixed(mixed(mixed(mixed(seed, a), b), c), d);
  const second = mixed(mixed(mixed(mixed(~seed, d), c), b), a);
  return [first >>> 0, (second | 1) >>> 0];
}

/** Of a UUID in any case. */
function wordsOf(id: string): Words {
  return [
    Number.parseInt(id.slice(0, 8), 16),
    Number.parseInt(id.slice(9, 13) + id.slice(14, 18), 16),
    Number.parseInt(id.slice(19, 23) + id.slice(24, 28), 16),
    Number.parseInt(id.slice(28, 36), 16),
  ];
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

/** 32 bits each, from the left. */
type Words = readonly [number, number, number, number];

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
