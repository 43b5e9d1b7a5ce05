import * as z from 'zod';

const Checkpoint = z.object({ row: z.int().default(0), refused: z.array(z.int()).default([]) });

/** Refused rows that a checkpoint remembers. */
const mostRefused = 10_000;

/** Which rows of events of a source are stored already: what a checkpoint keeps, and a resumed import passes over. */
export class StoredRows {
  #upTo: number;
  /** Rows that the store refused: they come again with a resumed import, so that its report names them too. */
  readonly #refused: Set<number>;

  /** @param checkpoint of an earlier run; undefined = none */
  constructor(checkpoint: unknown) {
    const { row, refused } = Checkpoint.parse(checkpoint ?? {});
    this.#upTo = row;
    this.#refused = new Set(refused);
  }

  /** Every row up to this one is durable; 0 = none. */
  get upTo(): number {
    return this.#upTo;
  }

  has(row: number): boolean {
    return row <= this.#upTo && !this.#refused.has(row);
  }

  reach(row: number): void {
    this.#upTo = Math.max(this.#upTo, row);
  }

  refuse(row: number): void {
    if (this.#refused.size < mostRefused) this.#refused.add(row);
  }

  checkpoint(): z.infer<typeof Checkpoint> {
    return { row: this.#upTo, refused: [...this.#refused] };
  }
}
