import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migratePostgres } from '#libs/postgres';
import { openTestPostgres } from '../support/postgres.js';

describe('the PostgreSQL schema', () => {
  let postgres: Awaited<ReturnType<typeof openTestPostgres>>;
  beforeAll(async () => {
    postgres = await openTestPostgres();
  }, 60_000);
  afterAll(() => postgres.stop());

  const tables = async () =>
    (
      await postgres.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') AND relname NOT LIKE 'schema_migrations%'
         UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1`,
      )
    ).map(({ name }) => name);

  it('can be taken back to nothing and made again', async () => {
    const made = await tables();
    expect(made).toContain('enrolments');
    for (let left = postgres.dataSource.migrations.length; left > 0; left--)
      await postgres.dataSource.undoLastMigration();
    expect(await tables()).toEqual([]);
    await migratePostgres(postgres);
    expect(await tables()).toEqual(made);
  });

  it('keeps tenants apart: every table of people or rules starts its key with the tenant, or hangs on one that does', async () => {
    const without = await postgres.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
         AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant') ORDER BY 1`,
    );
    const hanging = ['login_attempts', 'nudge_attempts', 'nudge_outcomes', 'sessions', 'work_item_notes'];
    const global = ['pipeline_watermarks', 'schema_migrations', 'tenants'];
    expect(without.map(({ name }) => name)).toEqual([...hanging, ...global].sort());
  });
});
