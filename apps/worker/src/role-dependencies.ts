import type { Logger } from 'pino';
import type { ClickHouse } from '#libs/clickhouse';
import type { EventBus } from '#libs/event-bus';
import type { Postgres, TenantStore } from '#libs/postgres';
import type { Keyring, Vault } from '#libs/privacy';
import type { StatementMemory } from '#pipelines/ingest';
import type { ModelLifeCycle } from './model-life-cycle.js';
import type { TenantClock } from './tenant-clock.js';
import type { WorkObserver } from './work-observer.js';

/** What the roles of a process work with. */
export interface RoleDependencies {
  readonly clickhouse: ClickHouse;
  readonly postgres: Postgres;
  readonly bus: EventBus;
  readonly keyring: Keyring;
  readonly vault: Vault;
  readonly tenants: Pick<TenantStore, 'all'>;
  readonly tenantClock: TenantClock;
  /** Where recommenders report outcomes to. */
  readonly publicUrl: () => string;
  /** Whether webhooks may go to addresses of this machine and network. */
  readonly privateAddresses: boolean;
  /** Real time, milliseconds. */
  readonly now: () => number;
  readonly onError: (where: string, error: unknown) => void;
  /** No other process writes the stores: then ids were settled at the door, and a kill loses what was announced. */
  readonly storesAlone: boolean;
  /** Told of what ingest stores; null or left out where nobody reads it. */
  readonly memory?: StatementMemory | null;
  /** Left out: models come and go by hand alone. */
  readonly lifeCycle?: ModelLifeCycle;
  readonly observer: WorkObserver;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}
