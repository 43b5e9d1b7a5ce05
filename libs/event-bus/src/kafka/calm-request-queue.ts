import { createRequire } from 'node:module';

/** The part of kafkajs's `RequestQueue` that is mended here. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}

const mended = Symbol('mended');

/**
 * kafkajs 2.2.4 looks every millisecond, on every connection, whether a request waits to be sent: it sets its timer
 * for a time that has passed, and again when it fires. Five idle connections kept a core busy for 4.5 %, and newer
 * Node.js warns of each timer. With nothing waiting there is nothing to look for: whoever lets a request wait, or is
 * told by the broker to slow down, sets the timer himself.
 */
export function calmRequestQueue(): void {
  const load = createRequire(import.meta.url);
  const { prototype } = load('kafkajs/src/network/requestQueue/index.js') as {
    prototype: RequestQueue & { [mended]?: true };
  };
  if (prototype[mended]) return;
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype[mended] = true;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
