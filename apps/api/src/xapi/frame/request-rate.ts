import '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { XapiRate } from '#libs/config';
import type { Authenticator } from '../../access/authenticator.js';
import { tooManyRequests } from '../../http/too-many-requests.js';

/** No key has this id. */
const nobody = '';

/**
 * Counts a request for the key that signs it. False where none does by its headers: it is refused further on, or has
 * its key in a form of the alternate syntax.
 * @throws ProblemException 429 where the key has had its share
 */
export type CountRequest = (request: FastifyRequest) => Promise<boolean>;

/**
 * Takes from each key `burst` requests in a window of `burst / perSecond` seconds. By the key that signed in and not by
 * what a header claims: else whoever knows a key's id could use up its share; and not by address, since a province's
 * learners come through one platform. Each process counts for itself, the 5,000 keys that asked last (the plugin's own
 * bound: who falls out of it begins anew).
 */
export function requestRate(
  fastify: FastifyInstance,
  { perSecond, burst }: XapiRate,
  authenticator: Authenticator,
): CountRequest {
  const count = fastify.createRateLimit({
    max: burst,
    timeWindow: (burst / perSecond) * 1000,
    keyGenerator: async (request) => {
      const caller = await authenticator.callerOf(request);
      return caller?.kind === 'key' ? caller.keyId : nobody;
    },
    allowList: [nobody],
  });
  return async (request) => {
    // a session is no way into the record store
    if (request.headers.authorization === undefined) return false;
    const counted = await count(request);
    if (counted.isAllowed) return false;
    if (counted.isExceeded) throw tooManyRequests(counted.ttl);
    return true;
  };
}
