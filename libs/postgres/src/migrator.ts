import { postgresMigrations } from '../../../migrations/postgres/index.js';
import { PostgresSchemaError } from './errors.js';
import type { Postgres } from './postgres.js';

/**
 * Brings the store to this version's schema, each migration in a transaction of its own, under a lock: of several
 * processes that boot at once one migrates and the others wait.
 * @returns names of what was applied now
 * @throws PostgresSchemaError where the store is newer than this version
 */
export function migratePostgres(postgres: Postgres): Promise<readonly string[]> {
  return postgres.withAdvisoryLock('snowlight schema', async () => {
    await pendingMigrations(postgres);
    const applied = await postgres.dataSource.runMigrations({ transaction: 'each' });
    return applied.map((migration) => migration.name);
  });
}

/** @throws PostgresSchemaError where the store is newer than this version, or migrations are missing */
export async function checkPostgresSchema(postgres: Postgres): Promise<void> {
  const pending = await pendingMigrations(postgres);
  if (pending.length > 0)
    throw new PostgresSchemaError(
      `the PostgreSQL schema is older than this version of Snowlight (${pending.join(', ')} missing): run "snowlight migrate"`,
    );
}

async function pendingMigrations(postgres: Postgres): Promise<readonly string[]> {
  const known = postgresMigrations.map((migration) => migration.name);
  const [ledger] = await postgres.query<{ name: string | null }>(
    `SELECT to_regclass('schema_migrations')::text AS name`,
  );
  if (ledger?.name == null) return known;
  const rows = await postgres.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY id');
  const applied = rows.map((row) => row.name);
  const newer = applied.filter((name) => !known.includes(name));
  if (newer.length > 0)
    throw new PostgresSchemaError(
      `the PostgreSQL schema is newer than this version of Snowlight (it has ${newer.join(', ')}): run the version that made it, or a later one`,
    );
  return known.filter((name) => !applied.includes(name));
}
