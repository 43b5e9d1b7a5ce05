import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { tooManyRequests } from '../../http/too-many-requests.js';
import { recordStoreDependencies, type RecordStoreDependencies } from '../record-store.dependencies.js';
import { keyOf } from './key-of.js';

type Check = ReturnType<FastifyInstance['createRateLimit']>;

/**
 * How many requests a second a key may send, each process counting for itself. By key, not by address: a province's
 * learners come through one platform. Counted when the key is known to be true, so that nobody can use up another's.
 */
@Injectable()
export class RequestRate {
  #check: Check | undefined;

  constructor(@Inject(recordStoreDependencies) private readonly store: RecordStoreDependencies) {}

  /** @throws ProblemException 429 with `Retry-After`, where the key has had its share of this second */
  async count(request: FastifyRequest): Promise<void> {
    const { requestsPerSecond: max } = this.store;
    if (max === undefined) return;
    this.#check ??= request.server.createRateLimit({
      max,
      timeWindow: 1000,
      keyGenerator: ({ reader }) => keyOf(reader).keyId,
    });
    const limit = await this.#check(request);
    if (!limit.isAllowed && limit.isExceeded) throw tooManyRequests(limit.ttl);
  }
}
