import { setTimeout as delay } from 'node:timers/promises';
import { DataSource, type Logger, type QueryRunner } from 'typeorm';
import type { PostgresLocation } from '#libs/config';
import { postgresMigrations } from '../../../migrations/postgres/index.js';
import { startEmbeddedServer } from './embedded/server.js';
import { entities } from './entities/index.js';
import { failureOf, PostgresUnavailable } from './errors.js';

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
  /**
   * Runs `work` where nobody else, in any process, holds the lock of this name; false where somebody does. `lost` is
   * aborted when the connection that holds the lock is gone: another process may have it within a second or two, so
   * `work` should end then, and must be such that two at a time do no harm.
   */
  whereLeading(name: string, work: (lost: AbortSignal) => Promise<void>): Promise<boolean>;
  /**
   * Hears what is said on a channel (NOTIFY), from `onBegun` on, until `until` is aborted; rejects when the connection
   * is gone.
   */
  listen(
    channel: string,
    hear: (payload: string) => void,
    until: AbortSignal,
    onBegun: () => void,
  ): Promise<void>;
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
    // three more than are used at once: what leads holds one for each thing that it leads
    extra: { max: 13, idleTimeoutMillis: 30_000, keepAlive: true },
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
  private isClosing = false;

  constructor(
    readonly dataSource: DataSource,
    private readonly stopServer: () => Promise<void>,
  ) {}

  query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]> {
    return this.withRunner(async (runner, begins) => {
      if (!isRead(sql)) begins();
      return rowsOf(runner, sql, params);
    });
  }

  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    return this.withRunner(async (runner, begins) => {
      await runner.startTransaction();
      begins();
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
    return this.withRunner(async (runner, begins) => {
      await rowsOf(runner, 'SELECT pg_advisory_lock(hashtextextended($1, 0))', [name]);
      begins();
      try {
        return await work();
      } finally {
        await unlock(runner, name);
      }
    });
  }

  whereLeading(name: string, work: (lost: AbortSignal) => Promise<void>): Promise<boolean> {
    return this.withRunner(async (runner, begins) => {
      const [answer] = await rowsOf<{ held: boolean }>(
        runner,
        'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held',
        [name],
      );
      if (answer?.held !== true) return false;
      begins();
      const lost = new AbortController();
      const watching = setInterval(() => void rowsOf(runner, 'SELECT 1').catch(() => lost.abort()), watchMs);
      try {
        await work(lost.signal);
      } finally {
        clearInterval(watching);
        await unlock(runner, name);
      }
      return true;
    });
  }

  listen(
    channel: string,
    hear: (payload: string) => void,
    until: AbortSignal,
    onBegun: () => void,
  ): Promise<void> {
    return this.withRunner(async (runner, begins) => {
      const connection = (await runner.connect()) as NotifyingConnection;
      const heard = ({ payload = '' }: { payload?: string }): void => hear(payload);
      connection.on('notification', heard);
      try {
        await rowsOf(runner, `LISTEN ${channel}`);
        begins();
        onBegun();
        for (;;) {
          // rejects when there is nobody to hear for any longer
          await delay(watchMs, undefined, { signal: until }).catch(() => undefined);
          if (until.aborted) return await rowsOf(runner, `UNLISTEN ${channel}`).then(() => undefined);
          // a connection without traffic does not know that it is cut
          await rowsOf(runner, 'SELECT 1');
        }
      } finally {
        connection.off('notification', heard);
      }
    });
  }

  async close(): Promise<void> {
    this.isClosing = true;
    const ended = this.dataSource.destroy();
    // what has not finished by then is ended with the server
    await Promise.race([ended, delay(3000, undefined, { ref: false })]);
    await this.stopServer();
    await ended;
  }

  /**
   * Work on a connection of the pool. Where the server is away, or was restarted so that the pool's connections are
   * dead, it is tried again on another one, as long as it has not begun what must not happen twice (`begins`).
   */
  private async withRunner<T>(
    work: (runner: QueryRunner, begins: () => void) => Promise<T>,
    waits: readonly number[] = repeatAfter,
  ): Promise<T> {
    const [wait, ...later] = waits;
    const runner = this.dataSource.createQueryRunner();
    const progress = { hasBegun: false };
    try {
      await runner.connect();
      return await work(runner, () => {
        progress.hasBegun = true;
      });
    } catch (error) {
      const failure = failureOf(error);
      if (
        !(failure instanceof PostgresUnavailable) ||
        progress.hasBegun ||
        wait === undefined ||
        this.isClosing
      )
        throw failure;
    } finally {
      await runner.release();
    }
    await delay(wait);
    return this.withRunner(work, later);
  }
}

/** As far as we use it of the driver's own, which TypeORM hands out without a type. */
interface NotifyingConnection {
  on(event: 'notification', hear: (message: { payload?: string }) => void): void;
  off(event: 'notification', hear: (message: { payload?: string }) => void): void;
}

/** A restart takes a second or two; a request should not wait for longer. Milliseconds. */
const repeatAfter = [50, 200, 750] as const;
/** How often a holder of a lock looks whether it still has it. */
const watchMs = 1000;

/** Changes nothing, but for locks and settings of a connection that is gone when it is repeated. */
const isRead = (sql: string): boolean =>
  /^\s*SELECT\b/i.test(sql) || (/^\s*WITH\b/i.test(sql) && !/\b(INSERT|UPDATE|DELETE|MERGE)\b/i.test(sql));

/** A lost connection has lost the lock too; and the error that it died of is told by whoever met it first. */
async function unlock(runner: QueryRunner, name: string): Promise<void> {
  try {
    await rowsOf(runner, 'SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]);
  } catch (error) {
    if (!(error instanceof PostgresUnavailable)) throw error;
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
