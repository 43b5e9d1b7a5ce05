/**
 * Statement ids that are on their way to the store. Two requests may bring the same id at the same moment: the second
 * waits until the first is stored (or refused), and then finds it in the store.
 */
export class IdReservations {
  readonly #held = new Map<string, Promise<unknown>>();

  /** Runs `work` while no other run holds any of the ids. All are taken at once, so that no two runs wait in a ring. */
  async during<T>(ids: readonly string[], work: () => Promise<T>): Promise<T> {
    for (;;) {
      const others = ids.flatMap((id) => this.#held.get(id) ?? []);
      if (others.length === 0) break;
      await Promise.allSettled(others);
    }
    const done = work();
    for (const id of ids) this.#held.set(id, done);
    try {
      return await done;
    } finally {
      for (const id of ids) this.#held.delete(id);
    }
  }
}
