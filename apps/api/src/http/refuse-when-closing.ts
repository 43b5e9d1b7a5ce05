import type { FastifyInstance } from 'fastify';
import { unavailable } from './unavailable.js';

/** Seconds: about as long as a restart takes. */
const RESTART_SECONDS = 5;

/**
 * While the server ends, the requests under way are answered; those that come on their connections after them are
 * told to come again, and that this connection ends. Fastify's own answer to them is not in our form, so it is off.
 */
export function refuseWhenClosing(fastify: FastifyInstance): void {
  let isClosing = false;
  fastify.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  fastify.addHook('onRequest', (_, reply, done) => {
    if (!isClosing) {
      done();
      return;
    }
    void reply.header('connection', 'close');
    done(unavailable(undefined, RESTART_SECONDS));
  });
}
