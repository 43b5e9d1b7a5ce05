import { once } from 'node:events';
import type { Postgres } from '#libs/postgres';
import { repeat, type Repeating } from './repeat.js';

/** How often a process that does not lead asks whether it may. */
const askEveryMs = 1000;

/**
 * Work that one process at a time does, of however many there are: whoever holds the lock of this name. When it ends, or
 * loses its connection, another one begins within a second or two.
 */
export function lead(
  postgres: Pick<Postgres, 'whereLeading'>,
  name: string,
  begin: () => readonly Repeating[],
  onError: (error: unknown) => void,
  onLeading: (isLeading: boolean) => void = () => undefined,
): Repeating {
  onLeading(false);
  const stopping = new AbortController();
  const asking = repeat(
    askEveryMs,
    () =>
      postgres.whereLeading(`snowlight leads ${name}`, async (lost) => {
        const ended = AbortSignal.any([lost, stopping.signal]);
        if (ended.aborted) return;
        const working = begin();
        onLeading(true);
        await once(ended, 'abort');
        await Promise.all(working.map((one) => one.stop()));
        onLeading(false);
      }),
    onError,
  );
  return {
    async stop() {
      stopping.abort();
      await asking.stop();
    },
  };
}
