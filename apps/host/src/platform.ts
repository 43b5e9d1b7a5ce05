import { mkdir } from 'node:fs/promises';
import { totalmem } from 'node:os';
import type { Logger } from 'pino';
import { FileBlobs, type Blobs } from '#libs/blobs';
import type { ClickHouse } from '#libs/clickhouse';
import { rootSecret, type Config } from '#libs/config';
import type { EventBus } from '#libs/event-bus';
import type { Postgres } from '#libs/postgres';
import { createKeyring, type Keyring } from '#libs/privacy';
import {
  beginNewestStatements,
  fillRecentStatements,
  recentBytesFor,
  StatementMemory,
  type Intake,
} from '#pipelines/ingest';
import { startRoles, type Role, type RunningRoles } from '../../worker/src/start-roles.js';
import { unobserved, type WorkObserver } from '../../worker/src/work-observer.js';
import { TrainingProcess } from '../../worker/src/training/training-process.js';
import { TenantClock } from '../../worker/src/tenant-clock.js';
import { DataDirectory } from './data-directory.js';
import { openDomainStores, type DomainStores } from './domain-stores.js';
import { ErasureList, erasureListOf } from './erasure-list.js';
import { Erasure } from './erasure.js';
import type { DrainStep } from './lifetime.js';
import { followOthers } from './follow-others.js';
import { openBus, type OpenBus } from './open-bus.js';
import { openIntake } from './open-intake.js';
import { openStores } from './open-stores.js';
import { readinessOf, type Readiness } from './readiness.js';
import { shippedBaseline } from './shipped-baseline.js';

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
  readonly readiness: Readiness;
  readonly intake: Intake;
  /** Of the statements of this process's own store; null where other processes write it too. */
  readonly memory: StatementMemory | null;
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
  readonly observer?: WorkObserver;
  /** Told where the process cannot go on and must end. */
  readonly onFatal?: (error: unknown) => void;
  /** Another bus than that of the mode. */
  readonly openBus?: OpenBus;
}

/** Opens the stores (with their schema), the bus and the roles. Rejects with what `bootSentence` can say. */
export async function openPlatform(config: Config, options: PlatformOptions): Promise<Platform> {
  if (config.mode === 'distributed') {
    await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
    return opened(config, options, null);
  }
  const directory = await DataDirectory.take(config.dataDir);
  try {
    return await opened(config, options, directory);
  } catch (error) {
    await directory.release();
    throw error;
  }
}

async function opened(
  config: Config,
  { log, roles, publicUrl = '', observer = unobserved, onFatal, openBus: open = openBus }: PlatformOptions,
  directory: DataDirectory | null,
): Promise<Platform> {
  const keyring = createKeyring(await rootSecret(config));
  const engines = await openStores(config);
  const { clickhouse, postgres } = engines;
  const opening: DrainStep[] = [{ name: 'closing the stores', run: () => engines.close() }];
  try {
    const blobs = await FileBlobs.open(config.blobDir, directory === null ? 'shared' : 'own');
    const clock = (): Date => new Date();
    const stores = openDomainStores(postgres, keyring, clock);
    const tenantClock = new TenantClock(stores.tenants, Date.now);
    const onError = (where: string, error: unknown): void =>
      log.error({ where, err: error }, 'background work failed and is tried again');
    const { bus, isAssigned, begin, drain } = await open(config, {
      log,
      clickhouse,
      onFatal: onFatal ?? (() => undefined),
      onPutAside: (topic) => observer.putAside(topic, 'read'),
    });
    opening.unshift(...drain);
    const memory = directory === null ? null : new StatementMemory(recentBytesFor(machineBytes()));
    const { intake, begin: beginIntake } = openIntake({ clickhouse, bus, keyring, stores, log, memory });
    const erasure = new Erasure({
      stores,
      blobs,
      intake,
      memory,
      list: new ErasureList(erasureListOf(config)),
      clock,
    });
    const others = directory === null ? await followOthers(postgres, { stores, intake }, onError) : undefined;
    if (others !== undefined) opening.unshift({ name: 'leaving the others', run: () => others.stop() });
    const platform = {
      memory,
      config,
      log,
      directory,
      clickhouse,
      postgres,
      keyring,
      stores,
      bus,
      readiness: readinessOf({ clickhouse, postgres, isAssigned }),
      intake,
      blobs,
      erasure,
      tenantClock,
      publicUrl,
    };
    const running = startRoles(roles, {
      ...platform,
      storesAlone: directory !== null,
      lifeCycle: {
        baseline: shippedBaseline(log),
        openHand: () => new TrainingProcess(),
        retrainHour: config.retrainHour,
      },
      vault: stores.vault,
      tenants: stores.tenants,
      publicUrl: () => publicUrl,
      privateAddresses: directory !== null,
      now: Date.now,
      onError,
      observer,
    });
    await begin();
    beginIntake();
    if (memory !== null) {
      const tenants = (await stores.tenants.all()).map(({ id }) => id);
      await beginNewestStatements(clickhouse, memory.newest, tenants);
      fillRecentStatements(clickhouse, memory.recent, tenants).catch((error: unknown) =>
        log.error({ err: error }, 'what was stored last is not in memory: it is read from the store'),
      );
    }
    return {
      ...platform,
      roles: running,
      drain: [
        { name: 'stopping background work', run: () => running.stop() },
        ...opening,
        ...(directory === null
          ? []
          : [{ name: 'releasing the data directory', run: () => directory.release() }]),
      ],
    };
  } catch (error) {
    for (const step of opening) await step.run();
    throw error;
  }
}

/** What the process may use at most, as the machine or its container says. */
function machineBytes(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}
