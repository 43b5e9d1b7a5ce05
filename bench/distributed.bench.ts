import { join } from 'node:path';
import { SeededRandom } from '#libs/models';
import { Processes } from './distributed/processes.js';
import { embeddedRates, rateOfTheDoor, rateOfTheStore, type EmbeddedRates } from './distributed/rates.js';
import { Servers } from './distributed/servers.js';
import { LIVE_RATE } from './distributed/steady-load.js';
import { brokerOutage, storeOutage, type BrokerOutage, type StoreOutage } from './distributed/trouble.js';
import { scoreWaits } from './event-to-score.bench.js';
import { median, percentile, runCommand, startServer, withDirectory, type Measurement } from './harness.js';

/** Of the embedded rate, that ingest from the broker must keep on the same cores. */
const LEAST_SHARE = 0.6;

/**
 * The distributed mode on one machine, an API and a worker over a broker and servers, each figure beside that of the
 * embedded mode in the same run; then what they do while a store or the broker is away.
 */
export async function distributed(): Promise<Measurement[]> {
  const servers = await Servers.start();
  if (typeof servers === 'string') {
    process.stderr.write(`distributed: skipped, for ${servers}\n`);
    return [];
  }
  try {
    return await withDirectory(async (directory) => {
      const embedded = await embeddedFigures(join(directory, 'embedded'));
      const processes = new Processes(join(directory, 'distributed'), servers);
      await runCommand(join(directory, 'migrate'), ['migrate'], { environment: processes.environment });
      return await measured(directory, processes, servers, embedded);
    });
  } finally {
    await servers.end();
  }
}

interface EmbeddedFigures extends EmbeddedRates {
  readonly waits: readonly number[];
}

async function embeddedFigures(directory: string): Promise<EmbeddedFigures> {
  return withDirectory(async (files) => {
    const waits = await scoreWaits(files, {
      command: (args) => runCommand(directory, args),
      start: () => startServer(directory),
    });
    const server = await startServer(join(files, 'rates'));
    const rates = await embeddedRates(server, new SeededRandom(1));
    await server.stop();
    return { waits, ...rates };
  });
}

async function measured(
  directory: string,
  processes: Processes,
  servers: Servers,
  embedded: EmbeddedFigures,
): Promise<Measurement[]> {
  const random = new SeededRandom(1);
  const [api, first] = await Promise.all([processes.api(), processes.worker()]);
  const { environment } = processes;
  const waits = await scoreWaits(directory, {
    command: (args) => runCommand(join(directory, 'commands'), args, { environment }),
    start: () => Promise.resolve({ url: api.url, stop: () => Promise.resolve() }),
  });
  await first.stop();
  const taken = await rateOfTheDoor(api, random);
  const worker = await processes.worker();
  const stored = await rateOfTheStore(worker);
  const town = { api, worker, servers, random };
  const store = await storeOutage(town);
  const broker = await brokerOutage(town);
  await Promise.all([api.stop(), worker.stop()]);
  return [...speed(embedded, { taken, stored, waits }), ...storeAway(store), ...brokerAway(broker)];
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');

function speed(embedded: EmbeddedFigures, own: EmbeddedFigures): Measurement[] {
  const beside = (figure: keyof EmbeddedRates): string =>
    `embedded ${whole(median(embedded[figure]))}: ${whole((100 * median(own[figure])) / median(embedded[figure]))} %`;
  const rate = { unit: 'statements/s', better: 'more' } as const;
  return [
    {
      what: 'API to Kafka, POST of 50, 8 connections',
      runs: own.taken,
      limit: 15_000,
      peer: beside('taken'),
      ...rate,
    },
    {
      what: 'Kafka to ClickHouse, all roles in one worker',
      runs: own.stored,
      limit: LEAST_SHARE * median(embedded.stored),
      peer: `${beside('stored')} (from the request to the row)`,
      ...rate,
    },
    {
      what: `event to score, p95 of ${own.waits.length}`,
      unit: 'ms',
      runs: [percentile(own.waits, 0.95)],
      better: 'less',
      limit: 2000,
      peer: `embedded ${whole(percentile(embedded.waits, 0.95))}`,
    },
  ];
}

function storeAway({ meanwhile, lag, drainRate, drainSeconds, megabytes }: StoreOutage): Measurement[] {
  const without = { limit: null, peer: '' };
  const memory = (of: 'api' | 'worker'): Measurement => ({
    what: `ClickHouse away: memory of the ${of === 'api' ? 'API' : 'worker'}`,
    unit: 'MB',
    runs: megabytes.map((look) => look[of]),
    better: 'less',
    limit: null,
    peer: megabytes.map((look) => `${look.when} ${whole(look[of])}`).join(', '),
  });
  return [
    {
      what: 'ClickHouse away: requests not taken',
      unit: 'requests',
      runs: [meanwhile.refused + meanwhile.others],
      better: 'less',
      limit: 0,
      peer: `${whole(meanwhile.taken)} statements were taken`,
    },
    { what: 'ClickHouse away: lag', unit: 'statements', runs: [lag], better: 'less', ...without },
    {
      what: 'ClickHouse back: the lag falls',
      unit: 'statements/s',
      runs: [drainRate],
      better: 'more',
      limit: 3 * LIVE_RATE,
      peer: `${(drainRate / LIVE_RATE).toFixed(1)} times the live rate of ${whole(LIVE_RATE)}, which goes on`,
    },
    {
      what: 'ClickHouse back: lag as usual after',
      unit: 's',
      runs: [drainSeconds],
      better: 'less',
      ...without,
    },
    memory('api'),
    memory('worker'),
  ];
}

function brokerAway({ meanwhile, megabytes, againSeconds, lost }: BrokerOutage): Measurement[] {
  const count = { better: 'less', limit: 0 } as const;
  return [
    {
      what: 'Kafka away: answers but 503 with Retry-After',
      unit: 'requests',
      runs: [meanwhile.others],
      peer: `${whole(meanwhile.refused)} were told to come again`,
      ...count,
    },
    { what: 'Kafka away: taken', unit: 'statements', runs: [meanwhile.taken], peer: '', ...count },
    {
      what: 'Kafka away: memory of the API',
      unit: 'MB',
      runs: [megabytes],
      better: 'less',
      limit: null,
      peer: '',
    },
    {
      what: 'Kafka back: statements taken again after',
      unit: 's',
      runs: [againSeconds],
      better: 'less',
      limit: 30,
      peer: '',
    },
    { what: 'Kafka back: acknowledged and not stored', unit: 'statements', runs: [lost], peer: '', ...count },
  ];
}
