/** So long an answer is believed, in time of the tenant. */
const BELIEVED_MS = 3_600_000;

/** Answers that cost much and change little: one is asked for again after an hour, and on another day. */
export class Believed<T> {
  readonly #known = new Map<string, { day: string; until: number; answer: Promise<T> }>();

  /**
   * @param day that the answer is of; one of another day is not believed
   * @param now the tenant's clock
   */
  of(key: string, day: string, now: Date, ask: () => Promise<T>): Promise<T> {
    const known = this.#known.get(key);
    if (known?.day === day && now.getTime() < known.until) return known.answer;
    const answer = ask();
    this.#known.set(key, { day, until: now.getTime() + BELIEVED_MS, answer });
    // What failed is asked again; who waits for it learns of the failure.
    answer.catch(() => {
      if (this.#known.get(key)?.answer === answer) this.#known.delete(key);
    });
    return answer;
  }
}
