import type { Position } from './statement-lookup.query.js';

/** Characters of all answers kept together; a page of 50 statements has some 60,000. */
const MOST_CHARACTERS = 48 * 1024 * 1024;

export interface CachedAnswer {
  readonly json: string;
  readonly lastModified?: Date;
  /** Where the page after it begins: then the link to it, and the end of the text, are still to be written. */
  readonly goOn?: Position;
}

/** See `StoredChanges`. */
export interface Stamps {
  readonly stamp: string;
  /** Of pages that have `goOn`. */
  readonly past: string;
}

interface Entry extends CachedAnswer, Stamps {
  /** The answer is the same for every `since` from this, milliseconds since 1970 UTC... */
  readonly since: number;
  /** ...to before this: the oldest statement in it. */
  readonly before: number;
}

/**
 * Answers as they were sent, for as long as nothing has come that belongs into them. Many who ask ask the same: a
 * dashboard that polls, a forwarder that asks for what is new since a moment that moves on. One query of the engine
 * takes some milliseconds whatever it finds; this takes none.
 */
export class AnswerCache {
  // in order of use, oldest first
  readonly #entries = new Map<string, Entry>();
  #characters = 0;

  get(key: string, since: number, { stamp, past }: Stamps): CachedAnswer | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#remove(key, entry);
    if (entry.goOn === undefined ? entry.stamp !== stamp : entry.past !== past) return undefined;
    this.#add(key, entry);
    return since >= entry.since && since < entry.before ? entry : undefined;
  }

  put(key: string, entry: Entry): void {
    const before = this.#entries.get(key);
    if (before !== undefined) this.#remove(key, before);
    if (entry.json.length > MOST_CHARACTERS / 8) return;
    this.#add(key, entry);
    for (const [oldest, old] of this.#entries) {
      if (this.#characters <= MOST_CHARACTERS) break;
      this.#remove(oldest, old);
    }
  }

  #add(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    this.#characters += entry.json.length;
  }

  #remove(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#characters -= entry.json.length;
  }
}
