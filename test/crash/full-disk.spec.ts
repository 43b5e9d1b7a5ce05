import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { ClickHouseDiskFull, defineQuery, WholeNumber } from '#libs/clickhouse';
import { PostgresDiskFull } from '#libs/postgres';
import { DataDirectory } from '../../apps/host/src/data-directory.js';
import { openStores, type Stores } from '../../apps/host/src/open-stores.js';
import { OwnDisk } from '../support/own-disk.js';

const disk = mkdtempSync(join(tmpdir(), 'snowlight-disk-'));

const own = OwnDisk.mounted(disk, 300);
if (own === undefined) {
  rmSync(disk, { recursive: true });
  console.warn('skipped: the full disk, because this user cannot mount one');
}

(own !== undefined ? describe : describe.skip)('a full disk', () => {
  const dataDir = join(disk, 'data');
  let stores: Stores;

  const insert = (id: number) =>
    stores.clickhouse.insert('full', [{ id, text: `${'x'.repeat(100_000)}${Math.random()}` }], {
      token: String(id),
    });
  const count = defineQuery({
    name: 'full.count',
    sql: 'SELECT count() AS rows FROM full',
    params: z.object({}),
    row: z.object({ rows: WholeNumber }),
  });

  beforeAll(async () => {
    mkdirSync(dataDir);
    stores = await openStores({
      mode: 'embedded',
      clickhouse: { kind: 'embedded', directory: join(dataDir, 'clickhouse') },
      postgres: { kind: 'embedded', directory: join(dataDir, 'postgres') },
    });
    await stores.clickhouse.command(
      'full.create',
      'CREATE TABLE full (id UInt32, text String) ENGINE = MergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 100',
    );
    await stores.postgres.query('CREATE TABLE full_disk (text text)');
    await insert(1);
    own?.fill();
  }, 60_000);
  afterAll(async () => {
    await stores.close();
    own?.unmount();
    rmSync(disk, { recursive: true });
  });

  it('is refused by name, by both stores, and what was there can be read', async () => {
    await expect(insert(2)).rejects.toThrow(ClickHouseDiskFull);
    const growing = stores.postgres.query(
      `INSERT INTO full_disk SELECT repeat(md5(n::text), 100) FROM generate_series(1, 20000) AS n`,
    );
    await expect(growing).rejects.toThrow(PostgresDiskFull);
    expect(await stores.clickhouse.query(count, {})).toEqual([{ rows: 1 }]);
    expect(await stores.postgres.query('SELECT count(*)::int AS rows FROM full_disk')).toEqual([{ rows: 0 }]);
  }, 20_000);

  it('stops a boot with one sentence', async () => {
    await expect(DataDirectory.take(join(disk, 'other'))).rejects.toThrow(
      /is nearly full \(0 MB free|is full: free some/,
    );
  });

  it('is forgotten as soon as there is space: the same insert again is stored, once', async () => {
    own?.free();
    await insert(2);
    await insert(2);
    expect(await stores.clickhouse.query(count, {})).toEqual([{ rows: 2 }]);
    await stores.postgres.query(`INSERT INTO full_disk VALUES ('space')`);
  }, 20_000);
});
