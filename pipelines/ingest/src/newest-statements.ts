import type { EncodedStatement } from './batch/encode.step.js';

/** A statement's place and what it is found by. */
export type NewestRow = Pick<EncodedStatement, 'tenant' | 'stored' | 'n' | 'terms' | 'authority'>;

/** Where a statement stands. */
interface Entry {
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly n: number;
}

export interface NewestWanted {
  /** Hashes, all of which a statement must have. */
  readonly terms: readonly bigint[];
  /** After this instant, milliseconds since 1970 UTC. */
  readonly since: number;
  /** At or before this instant. */
  readonly until: number;
  /** Where the page before ended. */
  readonly after: Entry | null;
  readonly rows: number;
}

/** With their terms 45 MB. Powers of two, as what follows. */
const MOST_ENTRIES = 2 ** 17;
/** A statement has some twelve. */
const MOST_TERMS = MOST_ENTRIES * 16;
/** Terms share this many chains: what many statements have makes few of them long. */
const CHAINS = 2 ** 18;
/** To look through more takes longer than the engine does. */
const MOST_STEPS = 2 ** 16;
/** What has more (a group has a term for each member) would push out many. */
const MOST_TERMS_OF_ONE = 256;
/**
 * A statement is stored at the instant at which its request began, and comes when it has ended: after minutes, where a
 * large file came with it over a poor network. Among the others it would have everybody look through as much.
 */
const MOST_LATE_MS = 2000;

interface OfTenant {
  readonly number: number;
  /** Every statement stored after this instant is among the entries, milliseconds since 1970 UTC. */
  completeAfter: number;
  newest: number;
  /** By how much a statement came later than one that was stored after it, at most, milliseconds. */
  late: number;
}

/**
 * Where the newest statements stand that this process knows of, and by what terms they are found. What is asked for most
 * is the newest of a term: the engine takes 3 ms to say where they stand, ten times as much while it stores and merges,
 * and to follow the term's chain through columns of numbers takes a tenth of one. The oldest go when room is needed.
 */
export class NewestStatements {
  readonly #tenants = new Map<string, OfTenant>();
  readonly #byNumber: OfTenant[] = [];
  // Of an entry, at its place in a ring.
  readonly #tenant: Uint32Array;
  readonly #at: Float64Array;
  readonly #n: Uint32Array;
  readonly #firstTerm: Uint32Array;
  readonly #terms: Uint16Array;
  // Of a term of an entry, at its place in a ring of their own.
  readonly #term: BigUint64Array;
  /** The same memory in halves: to compare big integers takes far longer. */
  readonly #half: Uint32Array;
  /** The place of its entry. */
  readonly #entry: Uint32Array;
  /** How many terms ago the one before in its chain came; 0 where it is the first. */
  readonly #back: Uint32Array;
  /** Of a chain: how many terms had come with the last one of it, 0 for none. */
  readonly #lastOfChain = new Float64Array(CHAINS);
  #knowsAll = false;
  #held = 0;
  #heldTerms = 0;
  /** As many have come. The place of one is the number that came before it, modulo the size of the ring. */
  #came = 0;
  #cameTerms = 0;

  constructor(mostEntries = MOST_ENTRIES, mostTerms = MOST_TERMS) {
    this.#tenant = new Uint32Array(mostEntries);
    this.#at = new Float64Array(mostEntries);
    this.#n = new Uint32Array(mostEntries);
    this.#firstTerm = new Uint32Array(mostEntries);
    this.#terms = new Uint16Array(mostEntries);
    this.#term = new BigUint64Array(mostTerms);
    this.#half = new Uint32Array(this.#term.buffer);
    this.#entry = new Uint32Array(mostTerms);
    this.#back = new Uint32Array(mostTerms);
  }

  /** As many statements can be told of. */
  get room(): number {
    return this.#at.length;
  }

  /**
   * From now on every statement of the tenant comes here that is stored after this instant, milliseconds since 1970 UTC;
   * without it nothing is kept of the tenant, but see `knowsAll`.
   */
  begin(tenant: string, after: number): void {
    const own = { number: this.#byNumber.length, completeAfter: after, newest: after, late: 0 };
    this.#byNumber.push(own);
    this.#tenants.set(tenant, own);
  }

  /** Whoever has statements has begun: a tenant that is not known has its first ones when they come here. */
  knowsAll(): void {
    this.#knowsAll = true;
  }

  /** Statements that can be read from now on; those of a tenant in the order of storing, or nearly. */
  came(rows: readonly NewestRow[]): void {
    for (const row of rows) {
      if (this.#knowsAll && !this.#tenants.has(row.tenant)) this.begin(row.tenant, 0);
      const own = this.#tenants.get(row.tenant);
      if (own !== undefined) this.#add(own, row);
    }
  }

  /**
   * Newest first; null where there may be others that are not among the entries, or to look would take too long.
   * @param wanted the rarest term first: its chain is followed
   */
  find(tenant: string, { terms, since, until, after, rows }: NewestWanted): Entry[] | null {
    const own = this.#tenants.get(tenant);
    if (own === undefined) return null;
    const found: Entry[] = [];
    const wanted = new Uint32Array(BigUint64Array.from(terms).buffer);
    // nothing stored at or before it belongs into the answer
    let least = Math.max(since, own.completeAfter);
    let steps = 0;
    for (const place of this.#lastFirst(wanted)) {
      if (++steps > MOST_STEPS) return null;
      if (this.#tenant[place] !== own.number) continue;
      const at = this.#at[place]!;
      // whatever came before it was stored by then
      if (at + own.late < least) break;
      if (at <= least || at > until || !this.#hasAll(place, wanted)) continue;
      const entry = { at, n: this.#n[place]! };
      if (after !== null && newestFirst(entry, after) <= 0) continue;
      found.push(entry);
      if (found.length === rows) least = found.reduce((min, one) => Math.min(min, one.at), Infinity) - 1;
    }
    if (found.length < rows && since < own.completeAfter) return null;
    return found.sort(newestFirst).slice(0, rows);
  }

  /**
   * Places of entries, as they came, the last first: of all, or of those in the chain of the first term.
   * @param wanted terms in halves
   */
  *#lastFirst(wanted: Uint32Array): Generator<number> {
    if (wanted.length === 0) {
      for (let step = 1; step <= this.#held; step++) yield (this.#came - step) & (this.#at.length - 1);
      return;
    }
    const last = this.#term.length - 1;
    const oldest = this.#cameTerms - this.#heldTerms;
    let before = -1;
    for (let number = this.#lastOfChain[chainOf(wanted[0]!, wanted[1]!)]! - 1; number >= oldest;) {
      const place = this.#entry[number & last]!;
      // two terms of one statement may share the chain
      if (place !== before) yield place;
      before = place;
      const back = this.#back[number & last]!;
      if (back === 0) return;
      number -= back;
    }
  }

  #add(own: OfTenant, { stored, n, terms, authority }: NewestRow): void {
    const at = Date.parse(stored);
    if (at <= own.completeAfter) return;
    if (terms.length >= MOST_TERMS_OF_ONE || own.newest - at > MOST_LATE_MS) {
      // left out: from there on back the engine is asked
      own.completeAfter = at;
      return;
    }
    this.#makeRoom(terms.length + 1);
    own.late = Math.max(own.late, own.newest - at);
    own.newest = Math.max(own.newest, at);
    const place = this.#came & (this.#at.length - 1);
    this.#tenant[place] = own.number;
    this.#at[place] = at;
    this.#n[place] = n;
    this.#firstTerm[place] = this.#cameTerms & (this.#term.length - 1);
    this.#terms[place] = terms.length + 1;
    for (const term of terms) this.#addTerm(term, place);
    this.#addTerm(authority, place);
    this.#came++;
    this.#held++;
  }

  #addTerm(term: bigint, entry: number): void {
    const place = this.#cameTerms & (this.#term.length - 1);
    this.#term[place] = term;
    this.#entry[place] = entry;
    this.#cameTerms++;
    this.#heldTerms++;
    const chain = chainOf(this.#half[2 * place]!, this.#half[2 * place + 1]!);
    const before = this.#lastOfChain[chain]!;
    // what is further back than the ring is long is overwritten
    const back = before === 0 ? 0 : this.#cameTerms - before;
    this.#back[place] = back < this.#term.length ? back : 0;
    this.#lastOfChain[chain] = this.#cameTerms;
  }

  #makeRoom(terms: number): void {
    const [entries, places] = [this.#at.length, this.#term.length];
    while (this.#held === entries || this.#heldTerms + terms > places) {
      const oldest = (this.#came - this.#held) & (entries - 1);
      const own = this.#byNumber[this.#tenant[oldest]!]!;
      own.completeAfter = Math.max(own.completeAfter, this.#at[oldest]!);
      this.#held--;
      this.#heldTerms -= this.#terms[oldest]!;
    }
  }

  /** @param wanted terms in halves */
  #hasAll(place: number, wanted: Uint32Array): boolean {
    for (let at = 0; at < wanted.length; at += 2)
      if (!this.#has(place, wanted[at]!, wanted[at + 1]!)) return false;
    return true;
  }

  #has(place: number, first: number, second: number): boolean {
    const last = this.#half.length - 1;
    const from = this.#firstTerm[place]! * 2;
    const to = from + this.#terms[place]! * 2;
    for (let at = from; at < to; at += 2)
      if (this.#half[at & last] === first && this.#half[(at + 1) & last] === second) return true;
    return false;
  }
}

/** Of a term in halves: it is a hash. */
const chainOf = (first: number, second: number): number => (first ^ second) & (CHAINS - 1);

const newestFirst = (a: Entry, b: Entry): number => b.at - a.at || b.n - a.n;
