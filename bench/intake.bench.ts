import { SeededRandom } from '#libs/models';
import { startServer, withDirectory, type Measurement } from './harness.js';
import { CONNECTIONS, load } from './lrs/load.js';
import { postFifty, postOne } from './lrs/operations.js';

const SECONDS = 8;
const RUNS = 3;

const peers: Readonly<Record<number, string>> = {
  1: 'pelotech/xapi-lrs 595/s, Learning Locker 268/s',
  50: 'Learning Locker 1,091/s (not durable), xapi-lrs deadlocks',
};

/** Statements of about 1 kB by POST, one and fifty a request. */
export function intake(): Promise<Measurement[]> {
  return withDirectory(async (directory) => {
    const server = await startServer(directory);
    const random = new SeededRandom(1);
    const measurements: Measurement[] = [];
    for (const operation of [postOne, postFifty]) {
      const perRequest = operation.brings;
      const rates: number[] = [];
      const slowest: number[] = [];
      for (let run = 0; run < RUNS; run++) {
        const result = await load(server.url, operation, random, { seconds: SECONDS });
        rates.push(result.requestsPerSecond * perRequest);
        slowest.push(result.p99);
      }
      const what = `POST of ${perRequest}, ${CONNECTIONS} connections`;
      measurements.push(
        {
          what,
          unit: 'statements/s',
          runs: rates,
          better: 'more',
          limit: null,
          peer: peers[perRequest] ?? '',
        },
        {
          what: `${what}, p99`,
          unit: 'ms',
          runs: slowest,
          better: 'less',
          limit: perRequest === 1 ? 37 : 591,
          peer: '',
        },
      );
    }
    await server.stop();
    return measurements;
  });
}
