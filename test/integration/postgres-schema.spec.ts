import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migratePostgres, PostgresQueryError, TenantStore } from '#libs/postgres';
import { postgresTables } from '../../migrations/postgres/index.js';
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

  it('has models of trees alone score no longer once a model is a line that trees mend', async () => {
    const { migrations } = postgres.dataSource;
    const at = migrations.findIndex(({ name }) => name === 'ModelsOfTreesAlone0000000000010');
    for (let left = migrations.length; left > at; left--) await postgres.dataSource.undoLastMigration();
    const trees = { trees: [{}] };
    const models = {
      leaving: { hazard: trees, end: null },
      ending: { hazard: null, end: { model: trees } },
      mended: { hazard: { line: {}, trees }, end: { model: { line: {}, trees } } },
      line: { hazard: { line: {}, trees: null }, end: null },
    };
    for (const [tenant, model] of Object.entries(models)) {
      await new TenantStore(postgres, () => new Date()).ensure({ id: tenant, name: { zh: '', en: '' } });
      await postgres.query(
        `INSERT INTO risk_models (tenant, version, status, created_at, trained_on, metrics, features, model)
         VALUES ($1, 'v', 'active', now(), '[]', '{}', '[]', $2)`,
        [tenant, JSON.stringify(model)],
      );
    }
    await migratePostgres(postgres);
    const rows = await postgres.query<{ tenant: string; status: string }>(
      'SELECT tenant, status FROM risk_models',
    );
    expect(Object.fromEntries(rows.map(({ tenant, status }) => [tenant, status]))).toEqual({
      leaving: 'retired',
      ending: 'retired',
      mended: 'active',
      line: 'active',
    });
  });

  it('names every table that it makes', async () => {
    const made = await postgres.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'schema_migrations'`,
    );
    expect(made.map(({ name }) => name).sort()).toEqual([...postgresTables].sort());
  });

  it.each(['nudge_attempts', 'schema_migrations'])('is refused when %s is gone', async (table) => {
    await postgres.query(`ALTER TABLE ${table} RENAME TO gone`);
    await expect(migratePostgres(postgres)).rejects.toThrow(
      `the PostgreSQL schema is damaged (${table} missing): restore the data directory from a copy`,
    );
    await postgres.query(`ALTER TABLE gone RENAME TO ${table}`);
    expect(await migratePostgres(postgres)).toEqual([]);
  });

  it('that differs in a column is a refused query, not an error of the mapper', async () => {
    await postgres.query('ALTER TABLE tenants RENAME COLUMN time_zone TO zone');
    const tenants = new TenantStore(postgres, () => new Date());
    await expect(tenants.ensure({ id: 't', name: { zh: '', en: '' } })).rejects.toThrow(PostgresQueryError);
    await expect(tenants.all()).rejects.toThrow(PostgresQueryError);
    await postgres.query('ALTER TABLE tenants RENAME COLUMN zone TO time_zone');
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
