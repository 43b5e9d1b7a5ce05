import type { FastifyRequest } from 'fastify';

/** `type/subtype` of a request's content in lower case, without parameters; undefined where none is said. */
export function mediaTypeOf({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
}
