import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseTraceparent, type Trace } from '#libs/contracts';

declare module 'fastify' {
  interface FastifyRequest {
    /** See `traceOf`. */
    trace?: Trace;
  }
}

/** So many requests a second are followed through the logs; a sender that samples all of its own fills no disk. */
const MOST_A_SECOND = 50;

/**
 * Gives each request the trace that its sender has begun, by `traceparent`. Others have one of their own, whose id is the
 * request's without its dashes, and which nobody has asked to follow.
 * @param now milliseconds
 */
export function registerRequestTrace(fastify: FastifyInstance, now: () => number = Date.now): void {
  let second = 0;
  let followed = 0;
  const mayFollow = (): boolean => {
    const current = Math.floor(now() / 1000);
    if (current !== second) [second, followed] = [current, 0];
    return ++followed <= MOST_A_SECOND;
  };
  fastify.addHook('onRequest', (request, _, done) => {
    const given = givenTo(request);
    if (given !== undefined)
      request.trace = given.isSampled && !mayFollow() ? { ...given, isSampled: false } : given;
    done();
  });
}

/** What belongs to this request, in whatever process. */
export function traceOf(request: Pick<FastifyRequest, 'id' | 'trace'>): Trace {
  const id = request.id.replaceAll('-', '');
  return (request.trace ??= { id, parent: id.slice(16), isSampled: false });
}

function givenTo({ headers: { traceparent } }: FastifyRequest): Trace | undefined {
  return typeof traceparent === 'string' ? parseTraceparent(traceparent) : undefined;
}
