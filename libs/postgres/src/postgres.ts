import { setTimeout as delay } from 'node:timers/promises';
import { DataSource, type Logger, type QueryRunner } from 'typeorm';
import type { PostgresLocation } from '#libs/config';
import { postgresMigrations } from '../../../migrations/postgres/index.js';
import { startEmbeddedServer } from './embedded/server.js';
import { entities } from './entities/index.js';
import { failureOf } from './errors.js';

export interface Queryable {
  /** Rows that the statement returns; none for one that returns no rows. Rejects with a `PostgresFailure`. */
  query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

/** The application store. */
export interface Postgres extends Queryable {
  readonly dataSource: DataSource;
  /** Commits when `work` resolves, rolls back when it rejects. `work` must use `tx` alone. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** Runs `work` while nobody else, in any process, holds the lock of this name; waits for it. */
  withAdvisoryLock<T>(name: string, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Starts the server (embedded) and connects; does not migrate. */
export async function openPostgres(location: PostgresLocation): Promise<Postgres> {
  const server = location.kind === 'embedded' ? await startEmbeddedServer(location.directory) : undefined;
  const dataSource = new DataSource({
    type: 'postgres',
    ...(location.kind === 'server' ? { url: location.url } : server?.connection),
    entities,
    migrations: [...postgresMigrations],
    migrationsTableName: 'schema_migrations',
    installExtensions: false,
    logger: silentLogger,
    applicationName: 'snowlight',
    connectTimeoutMS: 10_000,
    // a dropped idle connection is replaced at the next call, which reports what is wrong
    poolErrorHandler: () => undefined,
    extra: { max: 10, idleTimeoutMillis: 30_000 },
  });
  try {
    await dataSource.initialize();
  } catch (error) {
    await server?.stop();
    throw server === undefined ? failureOf(error) : server.refused(error);
  }
  return new PostgresConnection(dataSource, async () => server?.stop());
}

const nothing = (): void => undefined;

/** What fails is thrown, and told once by whoever catches it: TypeORM would print it to standard output as well. */
const silentLogger: Logger = {
  logQuery: nothing,
  logQueryError: nothing,
  logQuerySlow: nothing,
  logSchemaBuild: nothing,
  logMigration: nothing,
  log: nothing,
};

class PostgresConnection implements Postgres {
  constructor(
    readonly dataSource: DataSource,
    private readonly stopServer: () => Promise<void>,
  ) {}

  query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]> {
    return this.withRunner((runner) => rowsOf(runner, sql, params));
  }

  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    return this.withRunner(async (runner) => {
      await runner.startTransaction();
      try {
        const result = await work({ query: (sql, params) => rowsOf(runner, sql, params) });
        await runner.commitTransaction();
        return result;
      } catch (error) {
        // on a lost connection this fails too, where the server has rolled back already; the first error says why
        if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
        throw error;
      }
    });
  }

  withAdvisoryLock<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.withRunner(async (runner) => {
      await rowsOf(runner, 'SELECT pg_advisory_lock(hashtextextended($1, 0))', [name]);
      try {
        return await work();
      } finally {
        await rowsOf(runner, 'SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]);
      }
    });
  }

  async close(): Promise<void> {
    const ended = this.dataSource.destroy();
    // what has not finished by then is ended with the server
    await Promise.race([ended, delay(3000, undefined, { ref: false })]);
    await this.stopServer();
    await ended;
  }

  private async withRunner<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      return await work(runner);
    } catch (error) {
      throw failureOf(error);
    } finally {
      await runner.release();
    }
  }
}

async function rowsOf<Row>(
  runner: QueryRunner,
  sql: string,
  params: readonly unknown[] = [],
): Promise<Row[]> {
  try {
    // structured: else TypeORM answers an UPDATE ... RETURNING with a pair of rows and count
    const { records } = await runner.query(sql, [...params], true);
    return (records as Row[] | undefined) ?? [];
  } catch (error) {
    throw failureOf(error);
  }
}
