import { lastValue } from '#libs/clickhouse';
import type { EncodedStatement } from './batch/encode.step.js';

/** A statement as the store would give it back; `stored` is written as the engine writes an instant. */
export interface RecentStatement {
  readonly id: string;
  readonly stored: string;
  readonly n: number;
  /** JSON. */
  readonly statement: string;
}

export interface Place {
  /** As the engine writes an instant. */
  readonly stored: string;
  readonly n: number;
}

/** Memory is taken in blocks of this size. */
const BLOCK_BYTES = 4 * 1024 * 1024;
/** A row above it is left to the store: to read its statement off it would hold up everybody, and room is for many. */
const MOST_ROW_BYTES = 64 * 1024;
/** More entries than that a block cannot have: no legal statement is so short. */
const BLOCK_ENTRIES = 2 ** 16;
const ID_CHARACTERS = 36;

/** A sixty-fourth of the memory that the process may use, 64 to 512 MB: 100,000 statements of 1 kB take 130. */
export const recentBytesFor = (memory: number): number =>
  Math.min(Math.max(Math.floor(memory / 64), 64 * 1024 * 1024), 512 * 1024 * 1024);

/** Statements one after another: of each the id, then the JSON. Columns of numbers, for objects would be marked by every collection. */
interface Block {
  readonly bytes: Buffer;
  readonly tenants: string[];
  /** Milliseconds since 1970 UTC. */
  readonly stored: number[];
  readonly n: number[];
  readonly ends: number[];
}

interface Told {
  readonly tenant: string;
  readonly id: string;
  readonly stored: number;
  readonly n: number;
}

/**
 * The statements that this process has taken in last, in memory. What is read back is mostly what has just come, and the
 * engine takes 2 to 8 ms for a statement by its id or place, whatever its size. Bounded: the oldest block goes when a
 * new one is needed.
 */
export class RecentStatements {
  readonly #blocks: Block[] = [];
  readonly #mostBlocks: number;
  #current = -1;
  // The first 32 bits of an id, or the number of a place, to an entry: number of the block * BLOCK_ENTRIES + place in
  // it. Of two with the same bits the later one is found; the other is left to the store.
  readonly #byId = new Map<number, number>();
  readonly #byN = new Map<number, number>();

  constructor(mostBytes: number) {
    this.#mostBlocks = Math.max(1, Math.floor(mostBytes / BLOCK_BYTES));
  }

  /** To be told of statements when they can be read. */
  stored(statements: readonly EncodedStatement[]): void {
    for (const { tenant, statement_id: id, stored, n, logRow } of statements)
      if (logRow.length <= MOST_ROW_BYTES)
        this.#add({ tenant, id, stored: Date.parse(stored), n }, lastValue(logRow));
  }

  /**
   * What was stored before this process began, newest first.
   * @returns false where there is no place for it: nothing goes to make some
   */
  storedBefore(tenant: string, { id, stored, n, statement }: RecentStatement): boolean {
    const text = Buffer.from(statement, 'utf8');
    if (this.#blocks.length >= this.#mostBlocks && !this.#fits(text.length)) return false;
    this.#add({ tenant, id, stored: millisecondsOf(stored), n }, text);
    return true;
  }

  /** What the store gave back: it can be read here until newer ones need its place. */
  read(tenant: string, { id, stored, n, statement }: RecentStatement): void {
    this.#add({ tenant, id, stored: millisecondsOf(stored), n }, Buffer.from(statement, 'utf8'));
  }

  byId(tenant: string, id: string): RecentStatement | undefined {
    const found = this.#read(this.#byId.get(bitsOf(id)), tenant);
    return found?.id === id ? found : undefined;
  }

  holds(tenant: string, id: string): boolean {
    const entry = this.#byId.get(bitsOf(id));
    if (entry === undefined) return false;
    const index = entry % BLOCK_ENTRIES;
    const { bytes, tenants, ends } = this.#blocks[(entry - index) / BLOCK_ENTRIES]!;
    const start = index === 0 ? 0 : ends[index - 1]!;
    return tenants[index] === tenant && bytes.toString('latin1', start, start + ID_CHARACTERS) === id;
  }

  forget(tenant: string, id: string): void {
    const found = this.byId(tenant, id);
    if (found === undefined) return;
    this.#byId.delete(bitsOf(id));
    this.#byN.delete(found.n | 0);
  }

  at(tenant: string, { stored, n }: Place): RecentStatement | undefined {
    const found = this.#read(this.#byN.get(n | 0), tenant);
    return found?.stored === stored && found.n === n ? found : undefined;
  }

  #add(told: Told, text: Buffer): void {
    if (text.length > MOST_ROW_BYTES) return;
    // of several with one id the first stored counts
    if (this.holds(told.tenant, told.id)) return;
    if (!this.#fits(text.length)) this.#nextBlock();
    const { bytes, tenants, stored, n, ends } = this.#blocks[this.#current]!;
    const start = ends.at(-1) ?? 0;
    bytes.write(told.id, start, 'latin1');
    text.copy(bytes, start + ID_CHARACTERS);
    const entry = this.#current * BLOCK_ENTRIES + ends.length;
    tenants.push(told.tenant);
    stored.push(told.stored);
    n.push(told.n);
    ends.push(start + ID_CHARACTERS + text.length);
    this.#byId.set(bitsOf(told.id), entry);
    this.#byN.set(told.n | 0, entry);
  }

  #read(entry: number | undefined, tenant: string): RecentStatement | undefined {
    if (entry === undefined) return undefined;
    const index = entry % BLOCK_ENTRIES;
    const { bytes, tenants, stored, n, ends } = this.#blocks[(entry - index) / BLOCK_ENTRIES]!;
    if (tenants[index] !== tenant) return undefined;
    const start = index === 0 ? 0 : ends[index - 1]!;
    return {
      id: bytes.toString('latin1', start, start + ID_CHARACTERS),
      stored: asEngineWrites(stored[index]!),
      n: n[index]!,
      statement: bytes.toString('utf8', start + ID_CHARACTERS, ends[index]),
    };
  }

  #fits(length: number): boolean {
    const ends = this.#blocks[this.#current]?.ends;
    return (
      ends !== undefined &&
      ends.length < BLOCK_ENTRIES &&
      (ends.at(-1) ?? 0) + ID_CHARACTERS + length <= BLOCK_BYTES
    );
  }

  /** A new one, or the oldest when there are enough. */
  #nextBlock(): void {
    this.#current = (this.#current + 1) % this.#mostBlocks;
    const oldest = this.#blocks[this.#current];
    if (oldest !== undefined) this.#forget(this.#current, oldest);
    const bytes = oldest?.bytes ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
    this.#blocks[this.#current] = { bytes, tenants: [], stored: [], n: [], ends: [] };
  }

  #forget(number: number, { bytes, n, ends }: Block): void {
    for (let index = 0, start = 0; index < ends.length; start = ends[index++]!) {
      const entry = number * BLOCK_ENTRIES + index;
      const id = bitsOf(bytes.toString('latin1', start, start + 8));
      if (this.#byId.get(id) === entry) this.#byId.delete(id);
      if (this.#byN.get(n[index]! | 0) === entry) this.#byN.delete(n[index]! | 0);
    }
  }
}

/** What the store would give back of a statement that it has not got yet. */
export const asRead = ({ statement_id: id, stored, n, logRow }: EncodedStatement): RecentStatement => ({
  id,
  stored: asEngineWrites(Date.parse(stored)),
  n,
  statement: lastValue(logRow).toString('utf8'),
});

/** As a small integer, which a map holds without an object. */
const bitsOf = (id: string): number => Number.parseInt(id.slice(0, 8), 16) | 0;

/** An instant as the engine writes it, UTC. */
export const asEngineWrites = (at: number): string => {
  const iso = new Date(at).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;
};
/** Of an instant as the engine writes it. */
export const millisecondsOf = (stored: string): number => Date.parse(`${stored.replace(' ', 'T')}Z`);
