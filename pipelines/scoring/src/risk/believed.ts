/** So long an answer is believed, in time of the tenant. */
const BELIEVED_MS = 3_600_000;

interface Answer<T> {
  readonly day: string;
  readonly until: number;
  readonly answer: Promise<T>;
}

/**
 * Answers that cost much and change little: one is asked for again after an hour, and on another day. Nobody waits for
 * what is asked for again on the same day: the answer of before is believed until then.
 */
export class Believed<T> {
  readonly #known = new Map<string, Answer<T>>();
  readonly #asked = new Set<string>();

  /**
   * @param day that the answer is of; one of another day is not believed
   * @param now the tenant's clock
   */
  of(key: string, day: string, now: Date, ask: () => Promise<T>): Promise<T> {
    const known = this.#known.get(key);
    if (known?.day !== day) return this.#keep(key, day, now, ask());
    if (now.getTime() >= known.until && !this.#asked.has(key)) {
      this.#asked.add(key);
      const renewed = ask();
      renewed
        .then(() => this.#keep(key, day, now, renewed))
        // what failed is asked again by the next; the answer of before goes on being believed
        .catch(() => undefined)
        .finally(() => this.#asked.delete(key));
    }
    return known.answer;
  }

  #keep(key: string, day: string, now: Date, answer: Promise<T>): Promise<T> {
    this.#known.set(key, { day, until: now.getTime() + BELIEVED_MS, answer });
    // What failed is asked again; who waits for it learns of the failure.
    answer.catch(() => {
      if (this.#known.get(key)?.answer === answer) this.#known.delete(key);
    });
    return answer;
  }
}
