import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import {
  checkClickHouseSchema,
  type ClickHouse,
  clickHouseMigrations,
  ClickHouseSchemaError,
  defineQuery,
  migrateClickHouse,
  WholeNumber,
} from '#libs/clickhouse';

const rowsOfTwo = defineQuery({
  name: 'contract.two',
  sql: 'SELECT count() AS n FROM two',
  params: z.object({}),
  row: z.object({ n: WholeNumber }),
});

/** How the schema comes to be, on an empty store. */
export function describeMigrationContract(store: () => ClickHouse): void {
  describe('migrations', () => {
    let directory: string;
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'snowlight-migrations-'));
      await cp(clickHouseMigrations, directory, { recursive: true });
    });
    afterAll(async () => rm(directory, { recursive: true }));

    it('are found missing, are applied once, and leave the schema of this version', async () => {
      await expect(checkClickHouseSchema(store(), directory)).rejects.toThrow(
        /older .* run "snowlight migrate"/,
      );
      const applied = await migrateClickHouse(store(), directory);
      expect(applied[0]).toBe('0001_events');
      expect(await migrateClickHouse(store(), directory)).toEqual([]);
      await checkClickHouseSchema(store(), directory);
    });

    it('may have several statements in a file, with semicolons in texts', async () => {
      const several = join(directory, '9998_several.sql');
      await writeFile(
        several,
        `CREATE TABLE IF NOT EXISTS {{database}}.one (a String DEFAULT 'x;y') ENGINE = {{engine:MergeTree}} ORDER BY a; -- and; so on
         CREATE TABLE IF NOT EXISTS {{database}}.two AS {{database}}.one ENGINE = {{engine:MergeTree}} ORDER BY a;`,
      );
      expect(await migrateClickHouse(store(), directory)).toEqual(['9998_several']);
      expect(await store().query(rowsOfTwo, {})).toEqual([{ n: 0 }]);
    });

    it('refuse a store that has lost a table', async () => {
      await store().command('contract.lose', 'RENAME TABLE scores TO lost');
      await expect(migrateClickHouse(store(), directory)).rejects.toThrow(
        'the ClickHouse schema is damaged (scores missing): restore the data directory from a copy',
      );
      await store().command('contract.find', 'RENAME TABLE lost TO scores');
      expect(await migrateClickHouse(store(), directory)).toEqual([]);
    });

    it('run again after a process was killed between the tables and the ledger', async () => {
      await store().command('contract.forget', 'TRUNCATE TABLE schema_migrations');
      // another checksum, or the ledger's own deduplication would take the second entry for a retry of the first
      await writeFile(
        join(directory, '0001_events.sql'),
        'CREATE TABLE IF NOT EXISTS {{database}}.contract (a Int8) ENGINE = {{engine:MergeTree}} ORDER BY a',
      );
      expect(await migrateClickHouse(store(), directory)).toContain('0001_events');
      expect(await migrateClickHouse(store(), directory)).toEqual([]);
    });

    it('refuse a store that was made by another text of a file', async () => {
      await writeFile(join(directory, '0001_events.sql'), 'SELECT 1');
      await expect(migrateClickHouse(store(), directory)).rejects.toThrow(
        /other migration files .*0001_events differs/,
      );
    });

    it('refuse a store that is newer', async () => {
      await rm(join(directory, '0001_events.sql'));
      const refused = migrateClickHouse(store(), directory);
      await expect(refused).rejects.toThrow(ClickHouseSchemaError);
      await expect(refused).rejects.toThrow(/newer than this version .*0001_events/);
    });
  });
}
