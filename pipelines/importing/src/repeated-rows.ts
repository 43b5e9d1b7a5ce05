/**
 * Tells rows apart that are alike in every field: the dataset has thousands of them, and each counts. Numbers are given
 * within a block of neighbouring rows (a run's day; the published file has each day of a run in one piece), so that
 * memory stays small however long the file is. Where a block comes again, in a file of another order, its numbers say
 * so too: then they still are unique, and the same for the same file.
 */
export class RepeatedRows {
  readonly #visits = new Map<string, number>();
  readonly #seen = new Map<string, number>();
  #block = '';
  #visit = 0;

  /** Number of this row among those of its block that are alike. */
  number(block: string, row: string): string {
    if (block !== this.#block) {
      this.#block = block;
      this.#visit = (this.#visits.get(block) ?? -1) + 1;
      this.#visits.set(block, this.#visit);
      this.#seen.clear();
    }
    const number = this.#seen.get(row) ?? 0;
    this.#seen.set(row, number + 1);
    return this.#visit === 0 ? `${number}` : `${this.#visit}.${number}`;
  }
}
