import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clickHouseMigrations, migrateClickHouse, openClickHouse, type ClickHouse } from '#libs/clickhouse';

/** An engine of its own in a new directory, empty, with the schema; both are gone afterwards. */
export async function withFolderEngine<T>(
  work: (clickhouse: ClickHouse, directory: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'snowlight-folder-'));
  try {
    const clickhouse = await openClickHouse({ kind: 'embedded', directory: join(directory, 'clickhouse') });
    try {
      await migrateClickHouse(clickhouse, clickHouseMigrations);
      return await work(clickhouse, directory);
    } finally {
      await clickhouse.close();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
