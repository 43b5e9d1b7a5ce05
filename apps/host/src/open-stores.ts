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

type StoreConfig = Pick<Config, 'mode' | 'clickhouse' | 'postgres'>;

/**
 * Both stores, open and with the schema of this version: an embedded engine is migrated, a server's schema is only
 * checked (`snowlight migrate` is run before a deploy). In embedded mode the caller holds the data directory.
 */
export function openStores(config: StoreConfig): Promise<Stores> {
  if (config.mode === 'distributed')
    return openBoth(config, checkPostgresSchema, (clickhouse) =>
      checkClickHouseSchema(clickhouse, clickHouseMigrations),
    );
  return openBoth(config, migratePostgres, (clickhouse) =>
    migrateClickHouse(clickhouse, clickHouseMigrations),
  );
}

/**
 * Brings both stores to the schema of this version; of several that are asked to at once, one does and the others find
 * it done. May be repeated, also after it was cut off.
 * @param onStep told of each migration when it is applied
 * @returns how many were
 */
export async function migrateStores(
  config: StoreConfig,
  onStep: (store: 'PostgreSQL' | 'ClickHouse', migration: string) => void,
): Promise<number> {
  const cluster = config.clickhouse.kind === 'server' ? config.clickhouse.cluster : undefined;
  const stores = await openBoth(config, nothing, nothing);
  const { postgres, clickhouse } = stores;
  try {
    return await postgres.withAdvisoryLock('snowlight migrate', async () => {
      const people = await migratePostgres(postgres);
      for (const name of people) onStep('PostgreSQL', name);
      const events = await migrateClickHouse(clickhouse, clickHouseMigrations, cluster, (name) =>
        onStep('ClickHouse', name),
      );
      return people.length + events.length;
    });
  } finally {
    await stores.close();
  }
}

/** Both stores, open and brought to the schema of this version, in either mode. */
export async function migratedStores(config: StoreConfig): Promise<Stores> {
  if (config.mode === 'distributed') await migrateStores(config, () => undefined);
  return openStores(config);
}

const nothing = (): Promise<void> => Promise.resolve();

async function openBoth(
  config: StoreConfig,
  prepare: (postgres: Postgres) => Promise<unknown>,
  prepareEvents: (clickhouse: ClickHouse) => Promise<unknown>,
): Promise<Stores> {
  // PostgreSQL first: its programs work beside us, while ClickHouse's library loads on our own thread
  const postgresOpening = openPostgres(config.postgres).then((postgres) =>
    closedOnFailure(postgres, prepare(postgres)),
  );
  const clickhouseOpening = openClickHouse(config.clickhouse).then((clickhouse) =>
    closedOnFailure(clickhouse, prepareEvents(clickhouse)),
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
