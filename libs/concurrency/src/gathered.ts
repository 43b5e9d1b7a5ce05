interface Waiting<Ask, Answer> {
  readonly ask: Ask;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Questions that are asked at the same moment share one query: while one runs, the next ones gather. A query of the
 * engine takes milliseconds whatever it finds, and a transaction its syncs: hardly more for ten that ask than for one.
 */
export class Gathered<Ask, Answer> {
  readonly #waiting = new Map<string, Waiting<Ask, Answer>[]>();
  readonly #running = new Set<string>();

  /** @param run asks for all of a group at once, and says which answer is whose */
  constructor(private readonly run: (group: string, asks: readonly Ask[]) => Promise<(ask: Ask) => Answer>) {}

  ask(group: string, ask: Ask): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(group) ?? [];
      this.#waiting.set(group, waiting);
      waiting.push({ ask, resolve, reject });
      if (this.#running.has(group)) return;
      this.#running.add(group);
      setImmediate(() => void this.#work(group));
    });
  }

  async #work(group: string): Promise<void> {
    for (;;) {
      const asked = this.#waiting.get(group);
      if (asked === undefined) break;
      this.#waiting.delete(group);
      try {
        const answerTo = await this.run(
          group,
          asked.map(({ ask }) => ask),
        );
        for (const { ask, resolve } of asked) resolve(answerTo(ask));
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    this.#running.delete(group);
  }
}
