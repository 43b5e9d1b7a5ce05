import { postgresMigrations, postgresTables } from '../../../migrations/postgres/index.js';
import { PostgresSchemaError } from './errors.js';
import type { Postgres } from './postgres.js';

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
}

async function pendingMigrations(postgres: Postgres): Promise<readonly string[]> {
  const known = postgresMigrations.map((migration) => migration.name);
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
