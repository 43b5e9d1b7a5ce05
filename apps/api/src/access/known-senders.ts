import type { FastifyInstance, FastifyRequest } from 'fastify';
import { usualBodyBytes } from '../http/body-parsers.js';
import type { Authenticator } from './authenticator.js';
import { signInNeeded } from './sign-in-needed.js';

const withBody = ['POST', 'PUT', 'PATCH'];

/**
 * Refuses, before a byte of it is read, the body of somebody who is not known, where a large one may come: megabytes
 * that anybody could have us hold. What they may do is decided later, with all others, by the access guard. A form of
 * the alternate syntax has its key inside, and is read where the headers bring none.
 */
export function registerKnownSenders(fastify: FastifyInstance, authenticator: Authenticator): void {
  fastify.addHook('onRequest', async (request) => {
    if (!mayBeLarge(request) || bringsKeyInForm(request)) return;
    if ((await authenticator.callerOf(request)) === null) throw signInNeeded(request);
  });
}

const mayBeLarge = ({ is404, method, routeOptions }: FastifyRequest): boolean =>
  !is404 && withBody.includes(method) && routeOptions.bodyLimit > usualBodyBytes;

/** xAPI 1.0.3, Communication 1.3 */
const bringsKeyInForm = ({ headers, query }: FastifyRequest): boolean =>
  headers.authorization === undefined && (query as Readonly<Record<string, unknown>>).method !== undefined;
