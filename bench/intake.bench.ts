import autocannon from 'autocannon';
import { benchStatement } from './bench-statement.js';
import { KEY, startServer, withDirectory, type Measurement } from './harness.js';
import { SeededRandom } from '#libs/models';

const CONNECTIONS = 8;
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
    for (const perRequest of [1, 50]) {
      const rates: number[] = [];
      const slowest: number[] = [];
      for (let run = 0; run < RUNS; run++) {
        const result = await load(`${server.url}/xapi/statements`, perRequest, random);
        rates.push(result.perSecond);
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

async function load(
  url: string,
  perRequest: number,
  random: SeededRandom,
): Promise<{ perSecond: number; p99: number }> {
  let taken = 0;
  const refused: string[] = [];
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: SECONDS,
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(KEY).toString('base64')}`,
      'content-type': 'application/json',
      'x-experience-api-version': '1.0.3',
    },
    requests: [
      {
        setupRequest: (request) => ({
          ...request,
          body: JSON.stringify(Array.from({ length: perRequest }, () => benchStatement(random))),
        }),
        onResponse: (status, body) => {
          if (status === 200) taken += perRequest;
          else refused.push(`${status} ${body.slice(0, 200)}`);
        },
      },
    ],
  });
  if (refused[0] !== undefined) throw new Error(`the server refused a statement: ${refused[0]}`);
  return { perSecond: taken / result.duration, p99: result.latency.p99 };
}
