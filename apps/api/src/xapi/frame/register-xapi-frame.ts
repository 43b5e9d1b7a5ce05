import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { parseVersion, versionHeader } from '#libs/xapi';
import { ProblemException } from '../../http/problem.js';
import { alternateRequest } from './alternate-request.js';
import type { CountRequest } from './request-rate.js';
import { allowed, isXapi, parametersOf, type Resource, resourceAt } from './resources.js';

/** Every answer of the record store carries a version, also a refusal (xAPI 1.0.3, Communication 3.3). */
export function registerXapiVersion(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const header = request.headers[versionHeader.toLowerCase()];
    // of somebody without a key the tenant is not known, and so not its own version
    if (isXapi(request.url))
      void reply.header(versionHeader, parseVersion(typeof header === 'string' ? header : '') ?? '1.0.3');
    done();
  });
}

/**
 * The part of the record store's frame that comes before routing and access: requests in the alternate syntax are sent
 * on as what they stand for; methods that a resource does not have are 405 and named. Each is counted once, before its
 * body is read.
 */
export function registerXapiFrame(fastify: FastifyInstance, count?: CountRequest): void {
  const countedBefore = new WeakSet<IncomingMessage>();
  fastify.addHook('onRequest', async (request, reply) => {
    if (!isXapi(request.url)) return;
    const isCounted = !countedBefore.has(request.raw) && (await count?.(request)) === true;
    const meant = await alternateRequest(request);
    if (meant !== null) {
      if (isCounted) countedBefore.add(meant);
      request.sentOn = true;
      reply.hijack();
      fastify.routing(meant, reply.raw);
      return;
    }
    const resource = resourceAt(request.url);
    if (resource !== undefined && parametersOf(resource, request.method) === undefined)
      throw notAllowed(request.method, resource);
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    // On the wire it is a POST: after a length without content its client would wait for ever, or for the next answer.
    if (request.method !== 'HEAD' || reply.raw.req.method === 'HEAD') {
      done(null, payload);
      return;
    }
    if (payload instanceof Readable) payload.destroy();
    void reply.removeHeader('content-length');
    done(null, '');
  });
}

function notAllowed(method: string, resource: Resource): ProblemException {
  const methods = allowed(resource).join(', ');
  return new ProblemException(
    'method-not-allowed',
    {
      zh: `此资源不支持 ${method},可用:${methods}。`,
      en: `${method} is not for this resource; use ${methods}.`,
    },
    { headers: { allow: methods } },
  );
}
