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

/** Memory is taken and given back in blocks of this size; a larger statement is not kept. */
const BLOCK_BYTES = 4 * 1024 * 1024;

interface Block {
  readonly bytes: Buffer;
  used: number;
  readonly keys: string[];
}

interface Entry extends Omit<RecentStatement, 'statement'> {
  readonly block: Block;
  readonly start: number;
  readonly end: number;
}

/**
 * The statements that this process has stored last, in memory. What is read back is mostly what has just come, and the
 * engine takes 2 to 8 ms for a statement by its id or place, whatever its size. Bounded: the oldest block goes when a
 * new one is needed.
 */
export class RecentStatements {
  // oldest first
  readonly #blocks: Block[] = [];
  readonly #entries = new Map<string, Entry>();
  readonly #mostBlocks: number;

  constructor(mostBytes: number) {
    this.#mostBlocks = Math.max(1, Math.floor(mostBytes / BLOCK_BYTES));
  }

  /** To be told of statements when the store has them. */
  stored(statements: readonly EncodedStatement[]): void {
    for (const { tenant, statement_id: id, stored, n, logRow } of statements)
      this.#add(tenant, { id, stored: asEngineWrites(stored), n }, lastValue(logRow));
  }

  /**
   * What was stored before this process began, newest first.
   * @returns false where there is no place for it: nothing goes to make some
   */
  storedBefore(tenant: string, { statement, ...place }: RecentStatement): boolean {
    const text = Buffer.from(statement, 'utf8');
    if (!this.#hasRoomFor(text.length)) return false;
    this.#add(tenant, place, text);
    return true;
  }

  byId(tenant: string, id: string): RecentStatement | undefined {
    return this.#find(keyOfId(tenant, id));
  }

  at(tenant: string, place: Place): RecentStatement | undefined {
    return this.#find(keyOfPlace(tenant, place));
  }

  #add(tenant: string, place: Omit<RecentStatement, 'statement'>, text: Buffer): void {
    const idKey = keyOfId(tenant, place.id);
    // of several with one id the first stored counts
    if (text.length > BLOCK_BYTES || this.#entries.has(idKey)) return;
    const block = this.#blockFor(text.length);
    const start = block.used;
    block.used += text.copy(block.bytes, start);
    const entry = { ...place, block, start, end: block.used };
    for (const key of [idKey, keyOfPlace(tenant, entry)]) {
      this.#entries.set(key, entry);
      block.keys.push(key);
    }
  }

  #find(key: string): RecentStatement | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    const { id, stored, n, block, start, end } = entry;
    return { id, stored, n, statement: block.bytes.toString('utf8', start, end) };
  }

  #hasRoomFor(bytes: number): boolean {
    return this.#blocks.length < this.#mostBlocks || this.#blocks.at(-1)!.used + bytes <= BLOCK_BYTES;
  }

  #blockFor(bytes: number): Block {
    const newest = this.#blocks.at(-1);
    if (newest !== undefined && newest.used + bytes <= BLOCK_BYTES) return newest;
    const oldest = this.#blocks.length >= this.#mostBlocks ? this.#blocks.shift() : undefined;
    for (const key of oldest?.keys ?? [])
      if (this.#entries.get(key)?.block === oldest) this.#entries.delete(key);
    const block = { bytes: oldest?.bytes ?? Buffer.allocUnsafeSlow(BLOCK_BYTES), used: 0, keys: [] };
    this.#blocks.push(block);
    return block;
  }
}

const keyOfId = (tenant: string, id: string): string => `${tenant} ${id}`;
const keyOfPlace = (tenant: string, { stored, n }: Place): string => `${tenant} ${stored}/${String(n)}`;

/** @param instant ISO 8601 UTC with milliseconds */
const asEngineWrites = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 23)}`;
