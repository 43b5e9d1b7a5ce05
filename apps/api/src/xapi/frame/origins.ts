import fastifyCors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { isXapi } from './resources.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** A page of another origin asks the record store, and may. */
    isOfPermittedOrigin?: boolean;
  }
}

/** How long a browser may go by the answer to a preflight, seconds; Chromium believes none longer. */
const PREFLIGHT_SECONDS = 7200;

const permission = {
  methods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
  allowedHeaders: [
    'Authorization',
    'Content-Type',
    'Content-Encoding',
    'X-Experience-API-Version',
    'If-Match',
    'If-None-Match',
  ],
  exposedHeaders: [
    'ETag',
    'Last-Modified',
    'Retry-After',
    'X-Experience-API-Version',
    'X-Experience-API-Consistent-Through',
  ],
  maxAge: PREFLIGHT_SECONDS,
};

/**
 * Lets pages of these origins ask the record store, and nothing else (Fetch standard, CORS protocol): packages of
 * courses that run in the browser. A preflight comes without a key and is answered without one. No cookie is taken:
 * a page has to bring a key.
 * @param origins as browsers send them; `*` = any; none = nothing is added to any answer
 */
export async function registerOrigins(fastify: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  const isAny = origins.includes('*');
  fastify.addHook('onRequest', (request, _, done) => {
    const { origin } = request.headers;
    request.isOfPermittedOrigin =
      isXapi(request.url) && origin !== undefined && (isAny || origins.includes(origin));
    done();
  });
  await fastify.register(fastifyCors, {
    delegator: (request, callback) => {
      const { origin, 'access-control-request-method': meant } = request.headers;
      callback(
        null,
        request.isOfPermittedOrigin === true && origin !== undefined
          ? { ...permission, origin: isAny ? '*' : origin, preflight: meant !== undefined }
          : { origin: false },
      );
    },
  });
}
