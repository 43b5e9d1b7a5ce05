import type { EncodedStatement } from './batch/encode.step.js';

type Row = Pick<EncodedStatement, 'tenant' | 'stored' | 'n' | 'terms' | 'authority'>;

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

/** With their terms 20 MB. Both are powers of two. */
const MOST_ENTRIES = 2 ** 17;
/** A statement has some twelve. */
const MOST_TERMS = MOST_ENTRIES * 16;
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
 * Where the newest statements stand that this process has taken in, and by what terms they are found. What is asked for
 * most is the newest of a term: the engine takes 3 ms to say where they stand, ten times as much while it stores and
 * merges, and to look through columns of numbers from their end takes a tenth of one. The oldest go when room is needed.
 */
export class NewestStatements {
  readonly #tenants = new Map<string, OfTenant>();
  readonly #byNumber: OfTenant[] = [];
  // Of an entry, at its place in a ring; its terms are at places of a ring of their own.
  readonly #tenant: Uint32Array;
  readonly #at: Float64Array;
  readonly #n: Uint32Array;
  readonly #firstTerm: Uint32Array;
  readonly #terms: Uint16Array;
  readonly #term: BigUint64Array;
  /** The same memory in halves: to compare big integers takes far longer. */
  readonly #half: Uint32Array;
  #held = 0;
  #heldTerms = 0;
  /** Places of what comes next. */
  #next = 0;
  #nextTerm = 0;

  constructor(mostEntries = MOST_ENTRIES, mostTerms = MOST_TERMS) {
    this.#tenant = new Uint32Array(mostEntries);
    this.#at = new Float64Array(mostEntries);
    this.#n = new Uint32Array(mostEntries);
    this.#firstTerm = new Uint32Array(mostEntries);
    this.#terms = new Uint16Array(mostEntries);
    this.#term = new BigUint64Array(mostTerms);
    this.#half = new Uint32Array(this.#term.buffer);
  }

  /**
   * From now on every statement of the tenant comes here that is stored after this instant, milliseconds since 1970 UTC;
   * without it nothing is kept of the tenant.
   */
  begin(tenant: string, after: number): void {
    const own = { number: this.#byNumber.length, completeAfter: after, newest: after, late: 0 };
    this.#byNumber.push(own);
    this.#tenants.set(tenant, own);
  }

  /** Statements that can be read from now on. */
  came(rows: readonly Row[]): void {
    for (const row of rows) {
      const own = this.#tenants.get(row.tenant);
      if (own !== undefined) this.#add(own, row);
    }
  }

  /** Newest first; null where there may be others that are not among the entries, or to look would take too long. */
  find(tenant: string, { terms, since, until, after, rows }: NewestWanted): Entry[] | null {
    const own = this.#tenants.get(tenant);
    if (own === undefined) return null;
    const found: Entry[] = [];
    const wanted = new Uint32Array(BigUint64Array.from(terms).buffer);
    const last = this.#at.length - 1;
    // nothing stored at or before it belongs into the answer
    let least = Math.max(since, own.completeAfter);
    for (let step = 1; step <= this.#held; step++) {
      if (step > MOST_STEPS) return null;
      const place = (this.#next - step) & last;
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

  #add(own: OfTenant, { stored, n, terms, authority }: Row): void {
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
    const place = this.#next;
    this.#tenant[place] = own.number;
    this.#at[place] = at;
    this.#n[place] = n;
    this.#firstTerm[place] = this.#nextTerm;
    this.#terms[place] = terms.length + 1;
    for (const term of terms) this.#addTerm(term);
    this.#addTerm(authority);
    this.#next = (place + 1) & (this.#at.length - 1);
    this.#held++;
  }

  #addTerm(term: bigint): void {
    this.#term[this.#nextTerm] = term;
    this.#nextTerm = (this.#nextTerm + 1) & (this.#term.length - 1);
    this.#heldTerms++;
  }

  #makeRoom(terms: number): void {
    const [entries, places] = [this.#at.length, this.#term.length];
    while (this.#held === entries || this.#heldTerms + terms > places) {
      const oldest = (this.#next - this.#held) & (entries - 1);
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

const newestFirst = (a: Entry, b: Entry): number => b.at - a.at || b.n - a.n;
