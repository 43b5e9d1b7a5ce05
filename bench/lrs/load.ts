import autocannon from 'autocannon';
import type { SeededRandom } from '#libs/models';
import { headers, type Operation } from './operations.js';

export const CONNECTIONS = 8;

export interface LoadFigures {
  /** Of answers that were as they should be. */
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** How long: seconds, or a number of requests. */
export type Extent = { readonly seconds: number } | { readonly requests: number };

/** @throws Error at the first answer of another status, when the load is over. */
export async function load(
  url: string,
  operation: Operation,
  random: SeededRandom,
  extent: Extent,
): Promise<LoadFigures> {
  let met = 0;
  const others: string[] = [];
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    timeout: 60,
    ...('seconds' in extent ? { duration: extent.seconds } : { amount: extent.requests }),
    requests: [
      {
        headers,
        setupRequest: (request) => ({ ...request, ...operation.request(random) }),
        onResponse(status, body) {
          if (status === operation.status) met++;
          else others.push(`${status} ${body.slice(0, 200)}`);
        },
      },
    ],
  });
  if (others[0] !== undefined)
    throw new Error(`${operation.what}: ${others.length} other answers, first ${others[0]}`);
  if (result.errors > 0) throw new Error(`${operation.what}: ${result.errors} requests had no answer`);
  return {
    requestsPerSecond: met / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}
