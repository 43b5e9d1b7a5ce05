/**
 * How many rows of its tables the engine reads for a GET, over a store that nobody else works on: the API without
 * background, one request at a time, each held against the engine's own count. Writes the most of a sample for each
 * operation as JSON.
 *
 *   node rows-read.js DATA_DIR IDS_FILE
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import * as z from 'zod';
import { createApi } from '../../../apps/api/src/create-api.js';
import { Metrics } from '../../../apps/api/src/health/metrics.js';
import { openPlatform, provision } from '../../../apps/host/src/index.js';
import { defineQuery, WholeNumber, type ClickHouse } from '#libs/clickhouse';
import { readConfig } from '#libs/config';
import { SeededRandom } from '#libs/models';
import { KEY } from '../../harness.js';
import { headers, reads, type Operation } from '../operations.js';

const SAMPLE = 40;

const selected = defineQuery({
  name: 'bench.rows selected',
  sql: `SELECT value AS rows FROM system.events WHERE event = 'SelectedRows'`,
  params: z.object({}),
  row: z.object({ rows: WholeNumber }),
});

const [, , dataDir = '', idsFile = ''] = process.argv;
const ids = z.array(z.string()).parse(JSON.parse(await readFile(idsFile, 'utf8')));
const config = readConfig({
  SNOWLIGHT_DATA_DIR: dataDir,
  SNOWLIGHT_BOOTSTRAP_KEY: KEY,
  SNOWLIGHT_ADMIN_PASSWORD: 'bench-password',
});
const log = pino({ level: 'error' }, pino.destination(2));
const platform = await openPlatform(config, { log, roles: new Set(), publicUrl: 'http://127.0.0.1' });
await provision(platform);
const app = await createApi({
  ...platform,
  clock: () => new Date(),
  system: { version: 'bench', disk: () => Promise.resolve(null) },
  metrics: new Metrics({ version: 'bench', mode: config.mode }),
  jobs: new Map(),
  importer: () => Promise.reject(new Error('nothing is imported here')),
  controlToken: 'bench',
  demo: null,
  pagesDirectory: dataDir,
});
try {
  const own = await rowsOfCounting(platform.clickhouse);
  const most: Record<string, number> = {};
  for (const operation of reads(ids)) most[operation.what] = await mostOf(operation, own);
  process.stdout.write(JSON.stringify(most));
} finally {
  await app.close();
  for (const step of platform.drain) await step.run();
}

async function mostOf(operation: Operation, own: number): Promise<number> {
  const random = new SeededRandom(3);
  let most = 0;
  for (let request = 0; request < SAMPLE; request++) {
    const before = await rowsSelected(platform.clickhouse);
    const { method, path = '' } = operation.request(random);
    const answer = await app.inject({ method: method as 'GET', url: path, headers });
    if (answer.statusCode !== operation.status)
      throw new Error(`${operation.what} answered ${answer.statusCode}: ${answer.body.slice(0, 200)}`);
    most = Math.max(most, (await rowsSelected(platform.clickhouse)) - before - own);
  }
  return most;
}

async function rowsSelected(clickhouse: ClickHouse): Promise<number> {
  return (await clickhouse.query(selected, {}))[0]?.rows ?? 0;
}

/** What the count itself reads, known when it is the same three times: the filter of ids is filled by then. */
async function rowsOfCounting(clickhouse: ClickHouse): Promise<number> {
  for (let last = -1, same = 0; ;) {
    const before = await rowsSelected(clickhouse);
    await sleep(300);
    const rows = (await rowsSelected(clickhouse)) - before;
    same = rows === last ? same + 1 : 0;
    if (same === 3) return rows;
    last = rows;
  }
}
