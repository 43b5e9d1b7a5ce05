/**
 * How far the statements are counted: everything stored before the mark is in the rollups. What came after it is
 * counted again when a process begins, so a mark may be too early and must never be too late.
 *
 * A statement that waits in the second queue (to be counted) passed the first (to be stored) before it came there, so
 * it was stored no earlier than whatever was oldest in the first queue at the last look before that. Its own age in
 * the second queue is not enough: it may have waited long between the two, or have been announced anew after a kill.
 */
export class CountedMark {
  readonly #looks: { readonly at: number; readonly storedSince: number }[];

  /** @param counted the mark that the last process left, ms; what has been announced again is stored since then */
  constructor(counted: number) {
    this.#looks = [{ at: -Infinity, storedSince: counted }];
  }

  /**
   * A look at the queues; gives the mark, ms.
   * @param storing since when the oldest message waits to be stored, ms; null = none waits
   * @param counting the same of the messages that wait to be counted
   */
  look(now: number, storing: number | null, counting: number | null): number {
    this.#looks.push({ at: now, storedSince: storing ?? now });
    // of a look in the same millisecond nobody knows whether it came before
    const before = this.#looks.findLastIndex(({ at }) => counting !== null && at < counting);
    this.#looks.splice(0, counting === null ? this.#looks.length - 1 : Math.max(before, 0));
    return this.#looks[0]!.storedSince;
  }
}
