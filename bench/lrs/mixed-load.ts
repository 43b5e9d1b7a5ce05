import autocannon from 'autocannon';
import { SeededRandom } from '#libs/models';
import { percentile, treeCpuSeconds, treeMegabytes, type Server } from '../harness.js';
import { CONNECTIONS } from './load.js';
import { headers, postFifty, reads, writes, type Operation } from './operations.js';

export interface MinuteFigures {
  /** From 1. */
  readonly minute: number;
  readonly requestsPerSecond: number;
  readonly statementsPerSecond: number;
  /** Milliseconds. */
  readonly p99: number;
  /** Of one core, that the server and its children had for a request: other programs on the machine hardly change it. */
  readonly cpuMs: number;
  /** Of the server and its children, at the end of the minute. */
  readonly megabytes: number;
}

/**
 * All that is asked of a record store, in turns on every connection, for so many minutes.
 * @throws Error where an answer is not as it should be, when the load is over
 */
export async function mixedLoad(
  server: Server,
  ids: readonly string[],
  minutes: number,
  onMinute: (figures: MinuteFigures) => void,
): Promise<MinuteFigures[]> {
  const random = new SeededRandom(4);
  const others: string[] = [];
  const figures: MinuteFigures[] = [];
  let answers = 0;
  let taken = 0;
  let waits: number[] = [];
  let began = performance.now();
  let cpuBegan = treeCpuSeconds(server.pid);
  const endMinute = (): void => {
    const seconds = (performance.now() - began) / 1000;
    const minute = {
      minute: figures.length + 1,
      requestsPerSecond: answers / seconds,
      statementsPerSecond: taken / seconds,
      p99: percentile(waits, 0.99),
      cpuMs: ((treeCpuSeconds(server.pid) - cpuBegan) * 1000) / answers,
      megabytes: treeMegabytes(server.pid),
    };
    figures.push(minute);
    onMinute(minute);
    answers = 0;
    taken = 0;
    waits = [];
    began = performance.now();
    cpuBegan = treeCpuSeconds(server.pid);
  };
  const run = autocannon({
    url: server.url,
    setupClient: (client) =>
      client.on('response', (_status, _bytes, milliseconds) => waits.push(milliseconds)),
    connections: CONNECTIONS,
    timeout: 60,
    duration: minutes * 60 + 1,
    requests: inTurns(ids).map((operation) => ({
      headers,
      setupRequest: (request) => ({ ...request, ...operation.request(random) }),
      onResponse(status, body) {
        if (status !== operation.status) {
          others.push(`${operation.what} ${status} ${body.slice(0, 200)}`);
          return;
        }
        answers++;
        taken += operation.brings;
      },
    })),
  });
  const timer = setInterval(() => {
    if (figures.length < minutes) endMinute();
  }, 60_000);
  const result = await run;
  clearInterval(timer);
  if (figures.length < minutes) endMinute();
  if (others[0] !== undefined) throw new Error(`${others.length} other answers, first ${others[0]}`);
  if (result.errors > 0) throw new Error(`${result.errors} requests had no answer`);
  return figures;
}

/** Each read once, and between them what brings statements. */
function inTurns(ids: readonly string[]): Operation[] {
  const bringing = [postFifty, ...writes];
  return reads(ids).flatMap((read, index) => [bringing[index % bringing.length]!, read]);
}
