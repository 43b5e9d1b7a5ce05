import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { ClickHouse } from './clickhouse.js';
import { renderMigration } from './migration-template.js';
import { defineQuery } from './named-query.js';

/** The store's schema and this version of Snowlight do not fit. The message is one sentence that says what to do. */
export class ClickHouseSchemaError extends Error {
  override readonly name = 'ClickHouseSchemaError';
}

/** Snowlight's own migrations: the same directory from source, from dist and in tests. */
export const clickHouseMigrations = dirname(
  createRequire(import.meta.url).resolve('#root/migrations/clickhouse/0001_events.sql'),
);

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  /** Of the text before its placeholders are filled: the same on one server and on a cluster. */
  readonly checksum: string;
}

type Applied = Omit<Migration, 'sql'>;

/**
 * Brings the store to the newest `NNNN_name.sql` of `directory`. DDL has no transactions: a migration that was killed
 * half way runs again from its start, so each of its statements must allow that (`IF NOT EXISTS`).
 * The caller sees to it that nobody else migrates at the same time (lock of the data directory, or of PostgreSQL).
 * @returns names of what was applied now
 * @throws ClickHouseSchemaError where the store is newer than `directory`, was made by files that have changed, or has
 *   lost a table
 */
export async function migrateClickHouse(
  clickhouse: ClickHouse,
  directory: string,
  cluster?: string,
  onApplied: (name: string) => void = () => undefined,
): Promise<readonly string[]> {
  const target = { database: clickhouse.database, cluster };
  await clickhouse.command('migrations.create ledger', renderMigration(ledgerTable, target).join(''));
  const pending = await pendingMigrations(clickhouse, directory);
  for (const { version, name, checksum, sql } of pending) {
    for (const statement of renderMigration(sql, target))
      await clickhouse.command(`migrations.${name}`, statement);
    await clickhouse.insert('schema_migrations', [{ version, name, checksum }], { token: checksum });
    onApplied(name);
  }
  await assertWhole(clickhouse, directory);
  return pending.map((migration) => migration.name);
}

/** @throws ClickHouseSchemaError as `migrateClickHouse`, and where migrations are missing */
export async function checkClickHouseSchema(clickhouse: ClickHouse, directory: string): Promise<void> {
  const pending = await pendingMigrations(clickhouse, directory);
  if (pending.length > 0)
    throw new ClickHouseSchemaError(
      `the ClickHouse schema is older than this version of Snowlight (${names(pending)} missing): run "snowlight migrate"`,
    );
  await assertWhole(clickhouse, directory);
}

const tables = defineQuery({
  name: 'migrations.tables',
  sql: 'SELECT name FROM system.tables WHERE database = currentDatabase()',
  params: z.object({}),
  row: z.object({ name: z.string() }),
});

/** Else it would serve, and fail at every read and insert of what is gone. */
async function assertWhole(clickhouse: ClickHouse, directory: string): Promise<void> {
  const made = await clickHouseTables(directory);
  const there = new Set((await clickhouse.query(tables, {})).map(({ name }) => name));
  const lost = made.filter((name) => !there.has(name));
  if (lost.length > 0)
    throw new ClickHouseSchemaError(
      `the ClickHouse schema is damaged (${lost.join(', ')} missing): restore the data directory from a copy`,
    );
}

const ledgerTable = `
  CREATE TABLE IF NOT EXISTS {{database}}.schema_migrations {{on_cluster}}
  (version UInt32, name String, checksum String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC'))
  ENGINE = {{engine_everywhere:MergeTree}} ORDER BY version SETTINGS {{dedup_window}} = 1000`;

const ledger = defineQuery({
  name: 'migrations.ledger',
  sql: 'SELECT DISTINCT version, name, checksum FROM schema_migrations ORDER BY version',
  params: z.object({}),
  row: z.object({ version: z.int(), name: z.string(), checksum: z.string() }),
});

/** What a store of this version was made by: names of its files, and their checksums. */
export async function clickHouseSchema(
  directory: string,
): Promise<readonly { readonly name: string; readonly checksum: string }[]> {
  return (await readMigrations(directory)).map(({ name, checksum }) => ({ name, checksum }));
}

/** Names of the tables that the migrations of a directory make. */
export async function clickHouseTables(directory: string): Promise<readonly string[]> {
  return (await readMigrations(directory)).flatMap(({ sql }) =>
    [...sql.matchAll(/^CREATE TABLE IF NOT EXISTS \{\{database\}\}\.(\w+)/gm)].map(([, name = '']) => name),
  );
}

async function pendingMigrations(clickhouse: ClickHouse, directory: string): Promise<readonly Migration[]> {
  const migrations = await readMigrations(directory);
  const there = await clickhouse.query(tables, {});
  // looked at, not made: a check changes nothing, and may be made by a user who may only read
  const applied = there.some(({ name }) => name === 'schema_migrations')
    ? await clickhouse.query(ledger, {})
    : [];
  assertSameHistory(migrations, applied);
  const done = new Set(applied.map((row) => row.version));
  return migrations.filter((migration) => !done.has(migration.version));
}

async function readMigrations(directory: string): Promise<readonly Migration[]> {
  const files = (await readdir(directory)).filter((file) => /^\d{4}_\w+\.sql$/.test(file)).sort();
  return Promise.all(
    files.map(async (file) => {
      const sql = await readFile(join(directory, file), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      return { version: Number(file.slice(0, 4)), name: file.slice(0, -'.sql'.length), sql, checksum };
    }),
  );
}

function assertSameHistory(migrations: readonly Migration[], applied: readonly Applied[]): void {
  const known = new Map(migrations.map((migration) => [migration.version, migration]));
  const newer = applied.filter((row) => !known.has(row.version));
  if (newer.length > 0)
    throw new ClickHouseSchemaError(
      `the ClickHouse schema is newer than this version of Snowlight (it has ${names(newer)}): run the version that made it, or a later one`,
    );
  const changed = applied.filter((row) => known.get(row.version)?.checksum !== row.checksum);
  if (changed.length > 0)
    throw new ClickHouseSchemaError(
      `the ClickHouse schema was made by other migration files than this version has (${names(changed)} differs): restore the files, or the store from a backup`,
    );
}

const names = (migrations: readonly Applied[]): string =>
  migrations.map((migration) => migration.name).join(', ');
