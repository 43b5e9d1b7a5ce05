import { createRequire } from 'node:module';

/** The part of kafkajs's `ConsumerGroup` that is mended here. */
interface ConsumerGroup {
  /** Of the last heartbeat, ms since the epoch. */
  lastRequest: number;
  heartbeat: (this: ConsumerGroup, options: { readonly interval: number }) => Promise<void>;
}

const mended = Symbol('mended');

/**
 * kafkajs 2.2.4 sends a heartbeat when so much time has passed since the last one, by the clock on the wall. Where that
 * is set back an hour, it sends none for an hour: the group believes the member dead after ten seconds, gives its
 * partitions away, and does so again each time that it joins. A last one in the future is none.
 */
export function steadyHeartbeat(): void {
  const load = createRequire(import.meta.url);
  const { prototype } = load('kafkajs/src/consumer/consumerGroup.js') as {
    prototype: ConsumerGroup & { [mended]?: true };
  };
  if (prototype[mended]) return;
  const { heartbeat } = prototype;
  prototype[mended] = true;
  prototype.heartbeat = function (this: ConsumerGroup, options) {
    if (this.lastRequest > Date.now()) this.lastRequest = 0;
    return heartbeat.call(this, options);
  };
}
