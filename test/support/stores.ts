import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migratedStores, type Stores } from '../../apps/host/src/open-stores.js';
import { ClickHouseServer } from './clickhouse-server/clickhouse-server.js';
import { PostgresServer } from './postgres-server/postgres-server.js';

/** Real engines on a directory of their own, with the schema. */
export interface TestStores extends Stores {
  readonly dataDir: string;
}

/** In this process, or behind HTTP and TCP as in distributed mode (`npm run test:servers`). */
type Kind = 'embedded' | 'servers';

const wantedKind: Kind = process.env.SNOWLIGHT_TEST_STORES === 'servers' ? 'servers' : 'embedded';

/**
 * Opens real engines for a spec file: once, in `beforeAll`, with `close` in `afterAll`. An engine is one per process
 * and Jest runs many files in one, so a file's engines must be closed before the next file opens its own.
 */
export async function openTestStores(kind: Kind = wantedKind): Promise<TestStores> {
  const dataDir = await mkdtemp(join(tmpdir(), 'snowlight-test-'));
  const { stores, end } = await (kind === 'servers' ? onServers() : inProcess(dataDir));
  return {
    ...stores,
    dataDir,
    async close() {
      await stores.close();
      await end();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

interface Opened {
  readonly stores: Stores;
  readonly end: () => Promise<void>;
}

async function inProcess(dataDir: string): Promise<Opened> {
  const stores = await migratedStores({
    mode: 'embedded',
    clickhouse: { kind: 'embedded', directory: join(dataDir, 'clickhouse') },
    postgres: { kind: 'embedded', directory: join(dataDir, 'postgres') },
  });
  return { stores, end: () => Promise.resolve() };
}

async function onServers(): Promise<Opened> {
  const [clickhouse, postgres] = await Promise.all([ClickHouseServer.start(), PostgresServer.start()]);
  const stores = await migratedStores({
    mode: 'distributed',
    clickhouse: { kind: 'server', url: clickhouse.url, cluster: undefined },
    postgres: { kind: 'server', url: postgres.url },
  });
  return {
    stores,
    async end() {
      await Promise.all([clickhouse.close(), postgres.close()]);
    },
  };
}

/** Real engines in this process for as long as `work` runs. */
export async function withStores<T>(work: (stores: TestStores) => Promise<T>): Promise<T> {
  const stores = await openTestStores('embedded');
  try {
    return await work(stores);
  } finally {
    await stores.close();
  }
}
