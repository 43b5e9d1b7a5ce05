import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  checkPostgresSchema,
  migratePostgres,
  openPostgres,
  PostgresAccessDenied,
  PostgresUnavailable,
  type Postgres,
} from '#libs/postgres';
import { PostgresServer } from '../support/postgres-server/postgres-server.js';

describe('PostgreSQL over TCP', () => {
  let server: PostgresServer;
  let postgres: Postgres;
  const changed = (change: Partial<Record<'password' | 'pathname' | 'port' | 'search', string>>): string =>
    Object.assign(new URL(server.url), change).href;
  const opened = (url: string) => openPostgres({ kind: 'server', url });

  beforeAll(async () => {
    server = await PostgresServer.start();
    postgres = await server.open();
    await postgres.query('CREATE TABLE ledger (id int PRIMARY KEY)');
  }, 60_000);
  afterAll(async () => {
    await postgres.close();
    await server.close();
  });

  describe('an address that is wrong is one sentence', () => {
    it.each([
      ['password', { password: 'wrong' }, 'user or password are wrong: mend DATABASE_URL (28P01)'],
      ['no password', { password: '' }, 'a password is needed: mend DATABASE_URL'],
      [
        'database',
        { pathname: '/gone' },
        'the database is not there: create it, or mend DATABASE_URL (3D000)',
      ],
    ])('%s', async (_, change, sentence) => {
      const opening = opened(changed(change));
      await expect(opening).rejects.toThrow(`postgresql: ${sentence}`);
      await expect(opening).rejects.toThrow(PostgresAccessDenied);
    });

    it('port', async () => {
      const opening = opened(changed({ port: '1' }));
      await expect(opening).rejects.toThrow('postgresql does not answer (ECONNREFUSED)');
      await expect(opening).rejects.toThrow(PostgresUnavailable);
    });
  });

  describe('TLS goes by sslmode', () => {
    const isSecret = async (search: string) => {
      const connection = await opened(changed({ search }));
      try {
        const [row] = await connection.query<{ ssl: boolean }>(
          'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
        );
        return row?.ssl;
      } finally {
        await connection.close();
      }
    };

    it('off where nothing is said, on and checked with verify-full', async () => {
      if (!server.isOurs) return;
      expect(await isSecret('')).toBe(false);
      expect(await isSecret(`?sslmode=verify-full&sslrootcert=${server.authority}`)).toBe(true);
      expect(await isSecret('?sslmode=no-verify')).toBe(true);
    });

    it('refuses a server whose certificate nobody vouches for', async () => {
      if (!server.isOurs) return;
      await expect(isSecret('?sslmode=verify-full')).rejects.toThrow(
        /certificate is not trusted \(\w+\): name its authority by sslrootcert in DATABASE_URL/,
      );
      await expect(isSecret('?sslmode=verify-full&sslrootcert=/not/there.pem')).rejects.toThrow(
        '/not/there.pem of DATABASE_URL cannot be read (ENOENT)',
      );
    });
  });

  it('has a schema that is older or newer in one sentence', async () => {
    await expect(checkPostgresSchema(postgres)).rejects.toThrow(/older .*run "snowlight migrate"/);
    await migratePostgres(postgres);
    await checkPostgresSchema(postgres);
    await postgres.query(`INSERT INTO schema_migrations (timestamp, name) VALUES (1, 'FromTheFuture')`);
    await expect(checkPostgresSchema(postgres)).rejects.toThrow(/newer .*FromTheFuture/);
    await postgres.query(`DELETE FROM schema_migrations WHERE name = 'FromTheFuture'`);
  });

  it('restarted, answers reads and transactions as if nothing had been: broken connections leave the pool', async () => {
    if (!server.isOurs) return;
    // several connections in the pool, all of which will be dead
    await Promise.all(Array.from({ length: 6 }, () => postgres.query('SELECT pg_sleep(0.05)')));
    await server.stop();
    const restarting = server.restart();
    const [rows] = await Promise.all([
      postgres.query('SELECT 1 AS one'),
      postgres.transaction((tx) => tx.query('INSERT INTO ledger VALUES (1)')),
      restarting,
    ]);
    expect(rows).toEqual([{ one: 1 }]);
    expect(await postgres.query('SELECT id FROM ledger')).toEqual([{ id: 1 }]);
  }, 30_000);

  it('killed while rows are written, keeps all that it acknowledged, and none twice', async () => {
    if (!server.isOurs) return;
    const acknowledged: number[] = [];
    const refused: unknown[] = [];
    const load = { runs: true };
    const writing = (async () => {
      for (let id = 100; load.runs; id++)
        await postgres.query('INSERT INTO ledger VALUES ($1)', [id]).then(
          () => acknowledged.push(id),
          (error: unknown) => refused.push(error),
        );
    })();
    for (let kills = 0; kills < 2; kills++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await server.kill();
      await server.restart();
    }
    load.runs = false;
    await writing;
    const kept = await postgres.query<{ id: number }>('SELECT id FROM ledger WHERE id >= 100 ORDER BY id');
    expect(acknowledged.length).toBeGreaterThan(10);
    expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged));
    expect(refused.filter((error) => !(error instanceof PostgresUnavailable))).toEqual([]);
  }, 60_000);

  it('is gone for a while: says so within two seconds, and comes back', async () => {
    if (!server.isOurs) return;
    await server.stop();
    const before = Date.now();
    await expect(postgres.query('SELECT 1')).rejects.toThrow(PostgresUnavailable);
    expect(Date.now() - before).toBeLessThan(2500);
    await server.restart();
    expect(await postgres.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }, 30_000);

  describe('leading', () => {
    it('is done by one process at a time, and passes on when it ends', async () => {
      const other = await server.open();
      const ended = new AbortController();
      const begun = new AbortController();
      const leading = postgres.whereLeading('sweep', async () => {
        begun.abort();
        await once(ended.signal, 'abort');
      });
      await once(begun.signal, 'abort');
      expect(await other.whereLeading('sweep', () => Promise.resolve())).toBe(false);
      ended.abort();
      expect(await leading).toBe(true);
      expect(await other.whereLeading('sweep', () => Promise.resolve())).toBe(true);
      await other.close();
    });

    it('is told of by the end of its connection', async () => {
      if (!server.isOurs) return;
      const leading = postgres.whereLeading('sweep', async (lost) => {
        await once(lost, 'abort');
      });
      await new Promise((resolve) => setTimeout(resolve, 100));
      await server.kill();
      await server.restart();
      expect(await leading).toBe(true);
      expect(await postgres.whereLeading('sweep', () => Promise.resolve())).toBe(true);
    }, 30_000);
  });
});
