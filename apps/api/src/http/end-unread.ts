import type { FastifyInstance } from 'fastify';

/** As long as a client of a slow network needs to see that it was answered. */
const PATIENCE_MS = 10_000;

/**
 * An answer that goes out before the body has come, a refusal, leaves its sender sending. What comes is dropped: a
 * connection that is closed under a sender loses the answer. But not for ever, and not as much as they like.
 */
export function endUnread(fastify: FastifyInstance, patienceMs = PATIENCE_MS): void {
  fastify.addHook('onResponse', ({ raw }, _, done) => {
    if (!raw.complete && !raw.destroyed) {
      const end = setTimeout(() => raw.destroy(), patienceMs).unref();
      raw.once('close', () => {
        clearTimeout(end);
      });
    }
    done();
  });
}
