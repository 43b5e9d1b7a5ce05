import { setImmediate as nextTick } from 'node:timers/promises';
import type { Steps } from '#libs/xapi';

/** The longest that one request's work holds the process at a time, milliseconds, as long as its steps are short. */
const SLICE_MS = 10;

/**
 * Runs work to its end, and lets others go on in between: ten thousand statements take half a second, and whoever asks
 * for one meanwhile shall not wait for them. Short work is done at once.
 */
export async function inSlices<T>(work: Steps<T>): Promise<T> {
  for (let until = performance.now() + SLICE_MS; ;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() < until) continue;
    await nextTick();
    until = performance.now() + SLICE_MS;
  }
}

/** One step a value. */
export function* eachOf<A, B>(values: readonly A[], make: (value: A, index: number) => B): Steps<B[]> {
  const made: B[] = [];
  for (const [index, value] of values.entries()) {
    made.push(make(value, index));
    yield;
  }
  return made;
}
