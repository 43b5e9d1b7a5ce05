import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { ClickHouseDiskFull, defineQuery, WholeNumber } from '#libs/clickhouse';
import { PostgresDiskFull } from '#libs/postgres';
import { DataDirectory } from '../../apps/host/src/data-directory.js';
import { openStores, type Stores } from '../../apps/host/src/open-stores.js';

const disk = mkdtempSync(join(tmpdir(), 'snowlight-disk-'));

/** A disk of its own, so that only we are hurt. */
function mounted(megabytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    rmSync(disk, { recursive: true });
    console.warn('skipped: the full disk, because this user cannot mount one');
    return false;
  }
}

const isMounted = mounted(300);

(isMounted ? describe : describe.skip)('a full disk', () => {
  const filler = join(disk, 'filler');
  const dataDir = join(disk, 'data');
  let stores: Stores;

  const fill = (): void => {
    for (const block of [1 << 20, 1 << 12])
      try {
        for (;;) appendFileSync(filler, Buffer.alloc(block));
      } catch (error) {
        expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
      }
  };
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
    fill();
  }, 60_000);
  afterAll(async () => {
    await stores.close();
    execFileSync('umount', [disk]);
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
    rmSync(filler);
    await insert(2);
    await insert(2);
    expect(await stores.clickhouse.query(count, {})).toEqual([{ rows: 2 }]);
    await stores.postgres.query(`INSERT INTO full_disk VALUES ('space')`);
  }, 20_000);
});
