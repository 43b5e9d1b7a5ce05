import { randomInt, randomUUID } from 'node:crypto';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { FileBlobs, type Blobs } from '#libs/blobs';
import type { ClickHouse } from '#libs/clickhouse';
import { rootSecret, type Config } from '#libs/config';
import { InProcessBus, Journal, type EventBus } from '#libs/event-bus';
import type { Postgres } from '#libs/postgres';
import { createKeyring, type Keyring } from '#libs/privacy';
import {
  createEncodeStatement,
  createIntake,
  fillIdFilter,
  fillRecentStatements,
  IdFilter,
  positionsFrom,
  recentBytesFor,
  RecentStatements,
  StoredChanges,
  type Intake,
} from '#pipelines/ingest';
import { startRoles, type Role, type RunningRoles } from '../../worker/src/start-roles.js';
import { TenantClock } from '../../worker/src/tenant-clock.js';
import { BootError } from './boot-error.js';
import { DataDirectory } from './data-directory.js';
import { openDomainStores, type DomainStores } from './domain-stores.js';
import { Erasure } from './erasure.js';
import type { DrainStep } from './lifetime.js';
import { openStores } from './open-stores.js';

/** Everything of Snowlight that is not HTTP, open and at work. */
export interface Platform {
  readonly config: Config;
  readonly log: Logger;
  /** null in distributed mode. */
  readonly directory: DataDirectory | null;
  readonly clickhouse: ClickHouse;
  readonly postgres: Postgres;
  readonly keyring: Keyring;
  readonly stores: DomainStores;
  readonly bus: EventBus;
  readonly intake: Intake;
  readonly changes: StoredChanges;
  readonly recent: RecentStatements;
  /** Attachments of statements. */
  readonly blobs: Blobs;
  readonly erasure: Erasure;
  readonly tenantClock: TenantClock;
  readonly roles: RunningRoles;
  /** Where others reach us, without a trailing slash. */
  readonly publicUrl: string;
  /** What has to be done, in this order, before the process may end. */
  readonly drain: readonly DrainStep[];
}

export interface PlatformOptions {
  readonly log: Logger;
  readonly roles: ReadonlySet<Role>;
  readonly publicUrl?: string;
  readonly onIngested?: (counts: { stored: number; deadLetters: number }) => void;
}

/** Opens the stores (with their schema), the bus and the roles. Rejects with what `bootSentence` can say. */
export async function openPlatform(
  config: Config,
  { log, roles, publicUrl = '', onIngested }: PlatformOptions,
): Promise<Platform> {
  if (config.mode === 'distributed')
    throw new BootError(
      'distributed mode is not part of this version: unset SNOWLIGHT_MODE or set it to embedded',
    );
  const directory = await DataDirectory.take(config.dataDir);
  try {
    const keyring = createKeyring(await rootSecret(config));
    const engines = await openStores(config);
    const { clickhouse, postgres } = engines;
    const blobs = await FileBlobs.open(join(config.dataDir, 'blobs'));
    const clock = (): Date => new Date();
    const stores = openDomainStores(postgres, keyring, clock);
    const tenantClock = new TenantClock(stores.tenants, Date.now);
    const { journal, left } = await Journal.open(join(config.dataDir, 'journal'));
    const bus = new InProcessBus({
      epoch: randomUUID(),
      journal,
      onHandlerError: (topic, group, error) =>
        log.error({ topic, group, err: error }, 'a batch failed and is tried again'),
    });
    const filter = new IdFilter();
    const { vault, canonical: terms } = stores;
    const intake = createIntake({
      clickhouse,
      bus,
      keyring,
      vault,
      terms,
      newId: randomUUID,
      filter,
      newPosition: positionsFrom(randomInt(2 ** 32)),
      encode: createEncodeStatement(),
    });
    const changes = new StoredChanges();
    const recent = new RecentStatements(recentBytesFor(machineBytes()));
    const platform = {
      changes,
      recent,
      config,
      log,
      directory,
      clickhouse,
      postgres,
      keyring,
      stores,
      bus,
      intake,
      blobs,
      erasure: new Erasure({ stores, blobs, intake, changes, clock }),
      tenantClock,
      publicUrl,
    };
    const running = startRoles(roles, {
      ...platform,
      vault: stores.vault,
      tenants: stores.tenants,
      publicUrl: () => publicUrl,
      privateAddresses: true,
      now: Date.now,
      onError: (where, error) =>
        log.error({ where, err: error }, 'background work failed and is tried again'),
      onIngested: onIngested ?? (() => undefined),
    });
    // Acknowledged and not stored when the last process ended: stored before anybody asks.
    for (const { records, from } of left) await bus.resume('statements', records, from);
    fillIdFilter(clickhouse, filter).catch((error: unknown) =>
      log.error({ err: error }, 'the filter of statement ids is not filled: every id is looked up'),
    );
    readRecent(platform).catch((error: unknown) =>
      log.error({ err: error }, 'what was stored last is not in memory: it is read from the store'),
    );
    return {
      ...platform,
      roles: running,
      drain: [
        { name: 'stopping background work', run: () => running.stop() },
        { name: 'draining the queues', run: () => bus.close(5000) },
        { name: 'closing the journal', run: () => journal.close() },
        { name: 'closing the stores', run: () => engines.close() },
        { name: 'releasing the data directory', run: () => directory.release() },
      ],
    };
  } catch (error) {
    await directory.release();
    throw error;
  }
}

async function readRecent({
  clickhouse,
  recent,
  stores,
}: Pick<Platform, 'clickhouse' | 'recent' | 'stores'>) {
  const tenants = await stores.tenants.all();
  await fillRecentStatements(
    clickhouse,
    recent,
    tenants.map(({ id }) => id),
  );
}

/** What the process may use at most, as the machine or its container says. */
function machineBytes(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}
