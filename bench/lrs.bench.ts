import { mkdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { SeededRandom } from '#libs/models';
import { startServer, withDirectory, type Server } from './harness.js';
import { load, type LoadFigures } from './lrs/load.js';
import { mixedLoad, type MinuteFigures } from './lrs/mixed-load.js';
import { postFifty, reads, writes, type Operation } from './lrs/operations.js';
import { runProcess } from './lrs/run-process.js';
import { figure, type BenchOptions, type Report } from './report.js';

/** What comes in through the door; a larger store is made of copies. */
const AT_THE_DOOR = 100_000;
/** From this size on, reads may be half as fast. */
const LARGE = 10_000_000;
/** Of each, before anything is measured. */
const WARMING_SECONDS = 3;
/** Of bare insertion, where the machine is too slow for the other limit. */
const LEAST_SHARE = 0.4;

const Copied = z.object({ statements: z.number(), ids: z.array(z.string()) });
const RowsRead = z.record(z.string(), z.number());
const BareRates = z.record(z.string(), z.number());

interface Measured {
  readonly operation: Operation;
  readonly figures: LoadFigures;
}

/** The record store over a store of a size: what it reads, takes in, and how it holds out. */
export function recordStore(options: BenchOptions): Promise<Report[]> {
  return withDirectory(async (directory) => {
    const { say, minutes } = options;
    say(`  load average before: ${figure(loadavg()[0] ?? 0)}`);
    const data = join(directory, 'data');
    const random = new SeededRandom(1);
    const { statements, ids } = await seeded(data, options, random);
    const idsFile = join(directory, 'ids.json');
    await writeFile(idsFile, JSON.stringify(ids));
    say('  rows read');
    const rowsRead = RowsRead.parse(await runProcess('rows-read', data, idsFile));
    say('  bare insertion');
    await mkdir(join(directory, 'bare'));
    const bare = BareRates.parse(await runProcess('bare-insertion', join(directory, 'bare')));

    const server = await startServer(data);
    const measured: Measured[] = [];
    const operations = [...reads(ids), ...writes, postFifty];
    // A server that has just started looks through all ids for its filter, its code is not compiled yet, and people and
    // activities are new to it: not measured.
    for (const operation of operations) {
      const { requestsPerSecond } = await load(server.url, operation, random, { seconds: WARMING_SECONDS });
      say(`  just started, ${operation.what}: ${figure(requestsPerSecond)} requests/s`);
    }
    for (const operation of operations) {
      const figures = await load(server.url, operation, random, { seconds: options.seconds });
      measured.push({ operation, figures });
      say(`  ${operation.what}: ${figure(figures.requestsPerSecond)} requests/s, p99 ${figures.p99} ms`);
    }
    const report = tableOf({ statements, measured, rowsRead, bare });
    if (minutes === 0) {
      await server.stop();
      return [report];
    }
    const held = await mixed(server, ids, options);
    await server.stop();
    return [report, held];
  });
}

async function seeded(
  data: string,
  { statements, say }: BenchOptions,
  random: SeededRandom,
): Promise<z.infer<typeof Copied>> {
  const began = performance.now();
  const first = Math.min(statements, AT_THE_DOOR);
  const server = await startServer(data);
  await load(server.url, postFifty, random, { requests: Math.ceil(first / postFifty.brings) });
  await server.stop();
  const copies = Math.ceil(statements / first) - 1;
  const seed = Copied.parse(await runProcess('copy-statements', data, String(copies)));
  say(
    `  ${figure(seed.statements)} statements in ${figure((performance.now() - began) / 1000)} s, ${figure(first)} of them by POST`,
  );
  return seed;
}

interface Figures {
  readonly statements: number;
  readonly measured: readonly Measured[];
  readonly rowsRead: z.infer<typeof RowsRead>;
  readonly bare: z.infer<typeof BareRates>;
}

function tableOf({ statements, measured, rowsRead, bare }: Figures): Report {
  const fastestBare = Math.max(...Object.values(bare));
  const rows = measured.map(({ operation, figures }) => {
    const { what, brings, mostP99 } = operation;
    const rate = figures.requestsPerSecond * Math.max(1, brings);
    const least = brings === 0 && statements >= LARGE ? operation.least / 2 : operation.least;
    const share = rate / fastestBare;
    const met = rate >= least || (operation === postFifty && share >= LEAST_SHARE);
    return [
      what,
      figure(rate),
      `>= ${figure(least)} ${met ? 'met' : 'MISSED'}`,
      figure(figures.p50),
      figure(figures.p99),
      mostP99 === null ? '' : `<= ${mostP99} ${figures.p99 <= mostP99 ? 'met' : 'MISSED'}`,
      rowsRead[what] === undefined ? '' : `${figure(rowsRead[what])} of ${figure(statements)}`,
      operation === postFifty
        ? `${figure(share * 100)} % of bare insertion (>= ${LEAST_SHARE * 100} % will do)`
        : '',
    ];
  });
  for (const [batch, rate] of Object.entries(bare))
    rows.push([`bare insertion, ${figure(Number(batch))} a batch`, figure(rate), '', '', '', '', '', '']);
  return {
    title: `record store, ${figure(statements)} statements, 8 connections`,
    head: ['what', 'a second', 'limit', 'p50 ms', 'p99 ms', 'limit', 'rows read, most', ''],
    rows,
    figures: {
      statements,
      bare,
      rowsRead,
      measured: measured.map(({ operation: { what, brings, least, mostP99 }, figures }) => ({
        what,
        brings,
        least,
        mostP99,
        ...figures,
      })),
    },
  };
}

async function mixed(
  server: Server,
  ids: readonly string[],
  { minutes, say }: BenchOptions,
): Promise<Report> {
  const figures = await mixedLoad(server, ids, minutes, (one) => say(`  ${cells(one).join(' · ')}`));
  const [first, last] = [figures[0]!, figures.at(-1)!];
  const share = last.requestsPerSecond / first.requestsPerSecond;
  return {
    title: `mixed load, ${minutes} min: the last at ${figure(share * 100)} % of the first (>= 95 % ${share >= 0.95 ? 'met' : 'MISSED'})`,
    head: ['minute', 'requests/s', 'statements/s', 'p99 ms', 'CPU ms a request', 'memory MB'],
    rows: (first === last ? [first] : [first, last]).map(cells),
    figures: { minutes: figures },
  };
}

const cells = (one: MinuteFigures): string[] => [
  String(one.minute),
  figure(one.requestsPerSecond),
  figure(one.statementsPerSecond),
  figure(one.p99),
  figure(one.cpuMs),
  figure(one.megabytes),
];
