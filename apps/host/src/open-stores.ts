import {
  checkClickHouseSchema,
  clickHouseMigrations,
  migrateClickHouse,
  openClickHouse,
  type ClickHouse,
} from '#libs/clickhouse';
import type { Config } from '#libs/config';
import { checkPostgresSchema, migratePostgres, openPostgres, type Postgres } from '#libs/postgres';

export interface Stores {
  readonly clickhouse: ClickHouse;
  readonly postgres: Postgres;
  close(): Promise<void>;
}

/**
 * Both stores, open and with the schema of this version: an embedded engine is migrated, a server's schema is only
 * checked (`snowlight migrate` is run before a deploy). In embedded mode the caller holds the data directory.
 */
export async function openStores(config: Pick<Config, 'mode' | 'clickhouse' | 'postgres'>): Promise<Stores> {
  const embedded = config.mode === 'embedded';
  // PostgreSQL first: its programs work beside us, while ClickHouse's library loads on our own thread
  const postgresOpening = openPostgres(config.postgres).then((postgres) =>
    closedOnFailure(postgres, embedded ? migratePostgres(postgres) : checkPostgresSchema(postgres)),
  );
  const clickhouseOpening = openClickHouse(config.clickhouse).then((clickhouse) =>
    closedOnFailure(
      clickhouse,
      embedded
        ? migrateClickHouse(clickhouse, clickHouseMigrations)
        : checkClickHouseSchema(clickhouse, clickHouseMigrations),
    ),
  );
  const [postgres, clickhouse] = await Promise.allSettled([postgresOpening, clickhouseOpening]);
  if (postgres.status === 'fulfilled' && clickhouse.status === 'fulfilled')
    return storesOf(clickhouse.value, postgres.value);
  if (postgres.status === 'fulfilled') await postgres.value.close();
  if (clickhouse.status === 'fulfilled') await clickhouse.value.close();
  throw postgres.status === 'rejected' ? postgres.reason : (clickhouse as PromiseRejectedResult).reason;
}

function storesOf(clickhouse: ClickHouse, postgres: Postgres): Stores {
  return {
    clickhouse,
    postgres,
    async close() {
      await Promise.all([clickhouse.close(), postgres.close()]);
    },
  };
}

async function closedOnFailure<T extends { close(): Promise<void> }>(
  store: T,
  ready: Promise<unknown>,
): Promise<T> {
  try {
    await ready;
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
