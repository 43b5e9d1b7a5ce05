import type { Delivered } from '../event-bus.js';
import type { UnreadableMessage } from './message-codec.js';

/** Messages of one partition that were fetched together, in order. */
export interface Part {
  readonly partition: number;
  /** Of the first and the last message. */
  readonly first: string;
  readonly last: string;
  /** The broker's time of the last message, which tells the topic's lives apart. */
  readonly timestamp: string;
  readonly records: readonly Delivered[];
  readonly unreadable: readonly UnreadableMessage[];
  /** Nothing lay behind it. */
  readonly isUpToDate: boolean;
}

interface Waiting {
  readonly part: Part;
  readonly resolve: (isHandled: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** `given back`: it comes again, to us or to another. `failed`: its parts are then tried one by one. */
export type Outcome = 'handled' | 'given back' | 'failed';

export interface GatheredPartsOptions {
  /** Most messages of one batch, unless a single part has more. */
  readonly maxBatch: number;
  /** Handles parts of different partitions as one batch. */
  readonly handle: (parts: readonly Part[]) => Promise<Outcome>;
  /** Handles a part of a batch that failed, however long that takes, while other batches go on. */
  readonly handleAlone: (part: Part) => Promise<Outcome>;
  /** After a batch that left nothing behind, and took so long, milliseconds. */
  readonly rest: (workedMs: number) => Promise<void>;
}

/** Batches at work at the same time: one is decoded while the store writes the other. */
const MOST_AT_WORK = 2;

/**
 * Parts of several partitions that came while a batch was at work, or rested from, make the next one: a batch costs the
 * stores much whatever its size, and one of each partition would cost it as many times. A second batch begins beside
 * the first only where it is full. Where a batch fails, each partition goes on alone: what is wrong with one shall not
 * hold up the others.
 */
export class GatheredParts {
  readonly #options: GatheredPartsOptions;
  readonly #waiting: Waiting[] = [];
  #atWork = 0;
  #isResting = false;
  #isAboutToBegin = false;

  constructor(options: GatheredPartsOptions) {
    this.#options = options;
  }

  /** Resolves when the batch that holds the part is handled; with false where it shall come again. */
  add(part: Part): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ part, resolve, reject });
      if (this.#isAboutToBegin) return;
      this.#isAboutToBegin = true;
      // the parts of one fetch come one after the other in one tick
      setImmediate(() => {
        this.#isAboutToBegin = false;
        this.#begin();
      });
    });
  }

  #begin(): void {
    while (this.#waiting.length > 0 && this.#atWork < MOST_AT_WORK) {
      const isIdle = this.#atWork === 0 && !this.#isResting;
      if (!isIdle && sizeOf(this.#waiting) < this.#options.maxBatch) return;
      void this.#work(this.#take());
    }
  }

  async #work(taken: readonly Waiting[]): Promise<void> {
    const parts = taken.map(({ part }) => part);
    const since = performance.now();
    this.#atWork++;
    try {
      const outcome = await this.#options.handle(parts);
      if (outcome === 'failed') for (const one of taken) void this.#alone(one);
      else for (const { resolve } of taken) resolve(outcome === 'handled');
    } catch (error) {
      for (const { reject } of taken) reject(error);
    }
    this.#atWork--;
    if (parts.every(({ isUpToDate }) => isUpToDate)) {
      this.#isResting = true;
      await this.#options.rest(performance.now() - since);
      this.#isResting = false;
    }
    this.#begin();
  }

  async #alone({ part, resolve, reject }: Waiting): Promise<void> {
    try {
      resolve((await this.#options.handleAlone(part)) === 'handled');
    } catch (error) {
      reject(error);
    }
  }

  #take(): Waiting[] {
    let count = 1;
    let size = sizeOf(this.#waiting.slice(0, 1));
    for (const one of this.#waiting.slice(1)) {
      size += sizeOf([one]);
      if (size > this.#options.maxBatch) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }
}

const sizeOf = (waiting: readonly Waiting[]): number =>
  waiting.reduce((sum, { part }) => sum + part.records.length + part.unreadable.length, 0);
