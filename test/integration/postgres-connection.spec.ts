import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  checkPostgresSchema,
  migratePostgres,
  openPostgres,
  PostgresQueryError,
  PostgresSchemaError,
  PostgresUnavailable,
  type Postgres,
} from '#libs/postgres';

describe('PostgreSQL from npm', () => {
  let directory: string;
  let postgres: Postgres;
  const amounts = async () =>
    (await postgres.query<{ amount: number }>('SELECT amount FROM ledger ORDER BY id')).map(
      (row) => row.amount,
    );

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'snowlight-postgres-'));
    postgres = await openPostgres({ kind: 'embedded', directory });
    await postgres.query('CREATE TABLE ledger (id int PRIMARY KEY, amount int NOT NULL)');
  }, 60_000);
  afterAll(async () => {
    await postgres.close();
    await rm(directory, { recursive: true });
  });
  beforeEach(async () => {
    await postgres.query('TRUNCATE ledger');
    await postgres.query('INSERT INTO ledger VALUES (1, 10), (2, 20)');
  });

  it('keeps its password to its owner and listens on no port', async () => {
    expect((await stat(join(directory, 'password'))).mode & 0o777).toBe(0o600);
    expect(await postgres.query(`SELECT current_setting('listen_addresses') AS ports`)).toEqual([
      { ports: '' },
    ]);
  });

  it('gives up nothing that it acknowledged', async () => {
    const settings = await postgres.query<{ setting: string }>(
      `SELECT setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')`,
    );
    expect(settings.map((row) => row.setting)).toEqual(['on', 'on', 'on']);
  });

  describe('statements', () => {
    it('answer with rows alone, those that change rows too', async () => {
      expect(await postgres.query('UPDATE ledger SET amount = amount + 1 RETURNING id, amount')).toEqual([
        { id: 1, amount: 11 },
        { id: 2, amount: 21 },
      ]);
      expect(await postgres.query('DELETE FROM ledger WHERE id = $1', [1])).toEqual([]);
      expect(await amounts()).toEqual([21]);
    });

    it('that break a constraint name it, and repeat no value', async () => {
      const refused = postgres.query('INSERT INTO ledger VALUES ($1, 5)', [1]);
      await expect(refused).rejects.toThrow(PostgresQueryError);
      await expect(refused).rejects.toMatchObject({ code: '23505', constraint: 'ledger_pkey' });
      await expect(postgres.query('SELECT $1::uuid', ['Zhang San'])).rejects.not.toThrow(/Zhang/);
    });
  });

  describe('transactions', () => {
    it('keep all or nothing', async () => {
      await expect(
        postgres.transaction(async (tx) => {
          await tx.query('UPDATE ledger SET amount = 0');
          throw new Error('changed my mind');
        }),
      ).rejects.toThrow('changed my mind');
      expect(await amounts()).toEqual([10, 20]);
      expect(
        await postgres.transaction((tx) => tx.query('UPDATE ledger SET amount = 1 RETURNING id')),
      ).toHaveLength(2);
      expect(await amounts()).toEqual([1, 1]);
    });

    it('do not see each other before they are done', async () => {
      await postgres.transaction(async (tx) => {
        await tx.query('UPDATE ledger SET amount = 0');
        expect(await amounts()).toEqual([10, 20]);
      });
      expect(await amounts()).toEqual([0, 0]);
    });
  });

  it('lets one holder of a lock work at a time', async () => {
    let working = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++working);
      await delay(5);
      working -= 1;
    };
    await Promise.all(Array.from({ length: 6 }, () => postgres.withAdvisoryLock('one at a time', work)));
    expect(most).toBe(1);
    await expect(postgres.withAdvisoryLock('failing', () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    await postgres.withAdvisoryLock('failing', work);
  });

  it('is migrated once, however many ask at the same time, and refuses a newer schema', async () => {
    await expect(checkPostgresSchema(postgres)).rejects.toThrow(/older .*run "snowlight migrate"/);
    const applied = (await Promise.all([1, 2, 3].map(() => migratePostgres(postgres)))).flat();
    expect(new Set(applied).size).toBe(applied.length);
    expect(applied.length).toBeGreaterThan(0);
    await checkPostgresSchema(postgres);
    await postgres.query(`INSERT INTO schema_migrations (timestamp, name) VALUES (1, 'FromTheFuture')`);
    await expect(migratePostgres(postgres)).rejects.toThrow(PostgresSchemaError);
  });

  it('is started again when its server ends by itself, and callers are told meanwhile', async () => {
    const pid = async () =>
      Number((await readFile(join(directory, 'cluster/postmaster.pid'), 'utf8')).split('\n')[0]);
    const before = await pid();
    process.kill(before, 'SIGQUIT');
    const answers: unknown[] = [];
    while (!answers.includes('back')) {
      const answer = await postgres.query('SELECT pg_postmaster_start_time()').then(
        async () => ((await pid()) === before ? 'not yet down' : 'back'),
        (error: unknown) => error,
      );
      answers.push(answer);
      await delay(20);
    }
    expect(
      answers.filter((answer) => answer instanceof Error && !(answer instanceof PostgresUnavailable)),
    ).toEqual([]);
    expect(await amounts()).toEqual([10, 20]);
  }, 30_000);

  it('closes within seconds though a statement runs on', async () => {
    const running = postgres.query('SELECT pg_sleep(60)').catch((error: unknown) => error);
    await delay(50);
    await postgres.close();
    expect(await running).toBeInstanceOf(PostgresUnavailable);
    postgres = await openPostgres({ kind: 'embedded', directory });
  }, 15_000);

  it('explains an address where there is none', async () => {
    await expect(openPostgres({ kind: 'server', url: 'postgres://u:secret@127.0.0.1:1/x' })).rejects.toThrow(
      'postgresql does not answer (ECONNREFUSED)',
    );
  });
});
