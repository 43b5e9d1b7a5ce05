import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { ClickHouse } from '#libs/clickhouse';
import { Roster, type LearnerAccount, type LearnerPid } from '#libs/contracts';
import { InProcessBus } from '#libs/event-bus';
import {
  CatalogueStore,
  EnrolmentStore,
  MirrorStore,
  ModelStore,
  RosterStore,
  TenantStore,
  VaultStore,
  WatermarkStore,
} from '#libs/postgres';
import { createKeyring, pseudonym, type Keyring } from '#libs/privacy';
import { identifierOf } from '#libs/xapi';
import { mirrorChanges } from '#pipelines/features';
import { createEncodeStatement, createIntake, positionsFrom, type Intake } from '#pipelines/ingest';
import type { Stores } from '../../apps/host/src/open-stores.js';
import type { RoleDependencies } from '../../apps/worker/src/role-dependencies.js';
import { startRoles, type Role, type RunningRoles } from '../../apps/worker/src/start-roles.js';
import { unobserved } from '../../apps/worker/src/work-observer.js';
import { TenantClock } from '../../apps/worker/src/tenant-clock.js';
import { settled } from './data-path.js';

/** The platform's parts around real engines, one tenant each, with a clock that the spec moves. */
export class Town {
  readonly tenants: TenantStore;
  readonly enrolments: EnrolmentStore;
  readonly catalogue: CatalogueStore;
  readonly riskModels: ModelStore;
  readonly masteryModels: ModelStore;
  readonly watermarks: WatermarkStore;
  readonly tenantClock: TenantClock;
  /** What failed in the background, newest last. */
  readonly failures: unknown[] = [];
  /** Milliseconds by which the specs' clock is ahead of the real one. */
  ahead = 0;

  private readonly keyring: Keyring;
  private readonly vault: VaultStore;
  private readonly roster: RosterStore;

  constructor(
    readonly stores: Stores,
    readonly tenant: string,
    /** Root of its keys: two towns of one secret know people by the same pseudonyms. */
    secret = 'a root secret of the town specs....',
  ) {
    const { postgres } = stores;
    this.keyring = createKeyring(secret);
    const clock = (): Date => new Date(this.now());
    this.tenants = new TenantStore(postgres, clock);
    this.vault = new VaultStore(postgres, this.keyring);
    this.roster = new RosterStore(postgres, this.tenants, this.vault);
    this.enrolments = new EnrolmentStore(postgres);
    this.catalogue = new CatalogueStore(postgres);
    this.riskModels = new ModelStore(postgres, 'risk');
    this.masteryModels = new ModelStore(postgres, 'mastery');
    this.watermarks = new WatermarkStore(postgres);
    this.tenantClock = new TenantClock(this.tenants, () => this.now());
  }

  now(): number {
    return Date.now() + this.ahead;
  }

  /** Makes the tenant where there is none, and sets its clock. */
  async at(instant: string): Promise<void> {
    await this.tenants.ensure({ id: this.tenant, name: { zh: '镇', en: 'Town' } });
    await this.tenants.setSimulatedNow(this.tenant, new Date(instant));
    // what is believed of the tenant is believed for less than that
    this.ahead += 1000;
  }

  pidOf(account: LearnerAccount): LearnerPid {
    const identifier = identifierOf({ objectType: 'Agent', account }) ?? '';
    return pseudonym(this.keyring.tenant(this.tenant), identifier);
  }

  async apply(roster: object): Promise<void> {
    const report = await this.roster.apply(this.tenant, Roster.parse(roster), (who) => this.pidOf(who));
    if (report.problems.length > 0) throw new Error(JSON.stringify(report.problems.slice(0, 3)));
  }

  /** Copies what PostgreSQL knows beside the events, as the features' role does twice a second. */
  async mirror(): Promise<void> {
    const { clickhouse, postgres } = this.stores;
    const changes = new MirrorStore(postgres);
    await mirrorChanges({ clickhouse, changes, watermarks: this.watermarks });
  }

  /** A process with these roles; several may follow each other, as after a kill. `clickhouse` lets parts of it fail. */
  open(
    roles: readonly Role[],
    changed: Partial<ClickHouse> = {},
    more: Partial<RoleDependencies> = {},
  ): OpenTown {
    const { postgres } = this.stores;
    const clickhouse: ClickHouse = { ...bound(this.stores.clickhouse), ...changed };
    const { keyring, vault, tenants, tenantClock } = this;
    const fail = (error: unknown): void => void this.failures.push(error);
    const bus = new InProcessBus({
      epoch: randomUUID(),
      onHandlerError: (_topic, _group, error) => fail(error),
    });
    const running = startRoles(new Set(roles), {
      clickhouse,
      postgres,
      bus,
      keyring,
      vault,
      tenants,
      tenantClock,
      publicUrl: () => 'http://127.0.0.1:1',
      privateAddresses: true,
      storesAlone: true,
      now: () => this.now(),
      onError: (_where, error) => fail(error),
      observer: unobserved,
      log: pino({ level: 'silent' }),
      ...more,
    });
    return {
      bus,
      running,
      intake: createIntake({
        clickhouse,
        bus,
        keyring,
        vault,
        newId: randomUUID,
        filter: { add: () => undefined, mayHold: () => true },
        newPosition: positionsFrom(0),
        encode: createEncodeStatement(),
      }),
      settled: () => settled(bus),
      async close(drainMs) {
        await running.stop();
        await bus.close(drainMs);
      },
    };
  }
}

function bound(clickhouse: ClickHouse): ClickHouse {
  return {
    database: clickhouse.database,
    query: (query, params) => clickhouse.query(query, params),
    stream: (query, params) => clickhouse.stream(query, params),
    insert: (table, rows, options) => clickhouse.insert(table, rows, options),
    command: (name, sql, params) => clickhouse.command(name, sql, params),
    remove: (table, condition, params) => clickhouse.remove(table, condition, params),
    ping: () => clickhouse.ping(),
    close: () => clickhouse.close(),
  };
}

export interface OpenTown {
  readonly bus: InProcessBus;
  readonly running: RunningRoles;
  readonly intake: Intake;
  settled(): Promise<void>;
  /** Ends it in order; `drainMs` 0 = as a kill does, whatever waits is lost. */
  close(drainMs?: number): Promise<void>;
}

/** Until a thing is so; throws where it does not come to be within `seconds`. */
export async function until(what: string, isSo: () => Promise<boolean>, seconds = 10): Promise<void> {
  const end = Date.now() + 1000 * seconds;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
