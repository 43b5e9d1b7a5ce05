import type { FastifyInstance } from 'fastify';
import { traceOf } from './request-trace.js';
import type { Metrics } from '../health/metrics.js';

/**
 * One line and one observation for each answer. The route's pattern and never its address: addresses name learners, and
 * query strings of the record store hold agents. The id is in the answer too (`x-request-id`, a problem's `instance`).
 */
export function registerRequestLog(fastify: FastifyInstance, metrics: Metrics): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    // counted as the request that it stood for
    if (request.sentOn === true) {
      done();
      return;
    }
    const route = request.routeOptions.url ?? 'unknown';
    const { statusCode: status, elapsedTime } = reply;
    metrics.observeRequest(request.method, route, status, elapsedTime / 1000);
    const caller = request.reader?.caller.kind ?? 'nobody';
    request.log.info(
      {
        method: request.method,
        route,
        status,
        ms: Math.round(elapsedTime),
        caller,
        trace: traceOf(request).id,
      },
      'answered',
    );
    done();
  });
}
