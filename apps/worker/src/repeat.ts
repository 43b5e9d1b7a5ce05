import { setTimeout as sleep } from 'node:timers/promises';

/** Work done again and again, one at a time. */
export interface Repeating {
  /** Waits for the work in hand. */
  readonly stop: () => Promise<void>;
}

/** Runs `work`, waits `pauseMs`, and so on until stopped; a failure is told and the next time tried again. */
export function repeat(
  pauseMs: number,
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
): Repeating {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await work();
      } catch (error) {
        onError(error);
      }
      // Rejects when stopping: then there is nothing to wait for.
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop() {
      stopping.abort();
      return running;
    },
  };
}
