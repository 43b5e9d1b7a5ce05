/** Work that may be interrupted between two steps. What it returns is its result. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** All steps one after another. */
export function atOnce<T>(work: Steps<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
