import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { PostgresUnavailable } from './errors.js';
import type { Postgres, Queryable } from './postgres.js';

const channel = 'snowlight_erased';

/** Well below the 8000 bytes that a notification may hold. */
const pidsAtOnce = 200;
const restMs = 500;

const Erased = z.object({ tenant: z.string(), pids: z.array(z.string()) });
export type Erased = z.infer<typeof Erased>;

/** Tells every process of an erasure, when the transaction commits. */
export async function announceErased(tx: Queryable, tenant: string, pids: readonly string[]): Promise<void> {
  for (let from = 0; from < pids.length; from += pidsAtOnce)
    await tx.query('SELECT pg_notify($1, $2)', [
      channel,
      JSON.stringify({ tenant, pids: pids.slice(from, from + pidsAtOnce) }),
    ]);
}

export interface Listening {
  readonly stop: () => Promise<void>;
}

/**
 * Hears of erasures, its own process's too, on a connection of the pool that it keeps.
 * @param onMissed told when it listens again after the connection was lost: anything may have been said meanwhile
 */
export async function listenToErasures(
  postgres: Postgres,
  onErased: (erased: Erased) => void,
  onMissed: () => void,
  onError: (error: unknown) => void,
): Promise<Listening> {
  const stopping = new AbortController();
  const hear = (payload: string): void => onErased(Erased.parse(JSON.parse(payload)));
  let first: (() => void) | undefined;
  const begun = new Promise<void>((resolve) => {
    first = resolve;
  });
  const listening = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await postgres.listen(channel, hear, stopping.signal, () => {
          if (first === undefined) onMissed();
          first?.();
          first = undefined;
        });
      } catch (error) {
        if (!(error instanceof PostgresUnavailable)) onError(error);
        // rejects when stopping: then there is nothing to wait for
        await delay(restMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  })();
  await begun;
  return {
    async stop() {
      stopping.abort();
      await listening;
    },
  };
}
