import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStores, type Stores } from '../../apps/host/src/open-stores.js';

/** Real engines on a directory of their own, with the schema. */
export interface TestStores extends Stores {
  readonly dataDir: string;
}

/**
 * Opens real engines for a spec file: once, in `beforeAll`, with `close` in `afterAll`. An engine is one per process
 * and Jest runs many files in one, so a file's engines must be closed before the next file opens its own.
 */
export async function openTestStores(): Promise<TestStores> {
  const dataDir = await mkdtemp(join(tmpdir(), 'snowlight-test-'));
  const stores = await openStores({
    mode: 'embedded',
    clickhouse: { kind: 'embedded', directory: join(dataDir, 'clickhouse') },
    postgres: { kind: 'embedded', directory: join(dataDir, 'postgres') },
  });
  return {
    ...stores,
    dataDir,
    async close() {
      await stores.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Real engines for as long as `work` runs. */
export async function withStores<T>(work: (stores: TestStores) => Promise<T>): Promise<T> {
  const stores = await openTestStores();
  try {
    return await work(stores);
  } finally {
    await stores.close();
  }
}
