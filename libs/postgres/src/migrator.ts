import { postgresMigrations, postgresTables } from '../../../migrations/postgres/index.js';
import { PostgresSchemaError } from './errors.js';
import type { Postgres } from './postgres.js';

/** The row of `pipeline_watermarks` that stands while a backup is brought back. */
export const RESTORE_MARK = 'restore';

/**
 * Brings the store to this version's schema, each migration in a transaction of its own, under a lock: of several
 * processes that boot at once one migrates and the others wait.
 * @returns names of what was applied now
 * @throws PostgresSchemaError where the store is newer than this version, or has lost a table
 */
export function migratePostgres(postgres: Postgres): Promise<readonly string[]> {
  return postgres.withAdvisoryLock('snowlight schema', async () => {
    await pendingMigrations(postgres);
    const applied = await postgres.dataSource.runMigrations({ transaction: 'each' });
    await assertWhole(postgres);
    return applied.map((migration) => migration.name);
  });
}

/** @throws PostgresSchemaError where the store is newer than this version, or migrations or tables are missing */
export async function checkPostgresSchema(postgres: Postgres): Promise<void> {
  const pending = await pendingMigrations(postgres);
  if (pending.length > 0)
    throw new PostgresSchemaError(
      `the PostgreSQL schema is older than this version of Snowlight (${pending.join(', ')} missing): run "snowlight migrate"`,
    );
  await assertWhole(postgres);
}

/** Else it would serve, and fail at every request that needs what is gone. */
async function assertWhole(postgres: Postgres): Promise<void> {
  const lost = await postgres.query<{ name: string }>(
    'SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NULL ORDER BY name',
    [postgresTables],
  );
  if (lost.length > 0)
    throw new PostgresSchemaError(
      `the PostgreSQL schema is damaged (${lost.map(({ name }) => name).join(', ')} missing): restore the data directory from a copy`,
    );
  await assertRestored(postgres);
}

/** Names of the migrations that this version has, oldest first: what its stores are made by. */
export const postgresSchema: readonly string[] = postgresMigrations.map((migration) => migration.name);

async function pendingMigrations(postgres: Postgres): Promise<readonly string[]> {
  const known = postgresSchema;
  const [ledger] = await postgres.query<{ name: string | null }>(
    `SELECT to_regclass('schema_migrations')::text AS name`,
  );
  if (ledger?.name == null) {
    await assertEmpty(postgres);
    return known;
  }
  const rows = await postgres.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY id');
  const applied = rows.map((row) => row.name);
  const newer = applied.filter((name) => !known.includes(name));
  if (newer.length > 0)
    throw new PostgresSchemaError(
      `the PostgreSQL schema is newer than this version of Snowlight (it has ${newer.join(', ')}): run the version that made it, or a later one`,
    );
  return known.filter((name) => !applied.includes(name));
}

/** Half of a backup looks like a store to everything but this mark (pipelines/backup). */
async function assertRestored(postgres: Postgres): Promise<void> {
  const [mark] = await postgres.query('SELECT FROM pipeline_watermarks WHERE name = $1', [RESTORE_MARK]);
  if (mark !== undefined)
    throw new PostgresSchemaError(
      'a restore into these stores was cut off, or is under way: make both stores empty, and restore again',
    );
}

/** Migrations would fail half way at the first table that is there. */
async function assertEmpty(postgres: Postgres): Promise<void> {
  const [found] = await postgres.query<{ name: string }>(
    'SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NOT NULL LIMIT 1',
    [postgresTables],
  );
  if (found !== undefined)
    throw new PostgresSchemaError(
      'the PostgreSQL schema is damaged (schema_migrations missing): restore the data directory from a copy',
    );
}
