import type { ClickHouseLocation } from '#libs/config';
import type { BuiltServer } from '../support/built-server.js';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStores, type Stores } from '../../apps/host/src/open-stores.js';
import { DistributedTown, townSecret } from '../support/distributed-town.js';
import { Town } from '../support/town.js';
import { chaosRoster, promoteModel } from './chaos-learners.js';
import type { KillPoint } from './kill-points.js';

export const TENANT = 'default';
/** Of ClickHouse's own disk. */
const DISK_MEGABYTES = 1500;
/** A worker that has work comes to every step within this, seconds. */
const STEP_SECONDS = 10;
const jumpingClock = fileURLToPath(new URL('../support/jumping-clock.cjs', import.meta.url));

const workerRoles = ['ingest', 'features', 'scoring', 'nudging'];

/** An API and two workers over servers of their own; one of the workers reaches the broker by a wire that can be cut. */
export class ChaosTown {
  private constructor(
    readonly servers: DistributedTown,
    private api: BuiltServer,
    private wired: BuiltServer,
    private direct: BuiltServer,
  ) {}

  static async start(): Promise<ChaosTown> {
    const servers = await DistributedTown.start({
      environment: {
        NODE_OPTIONS: `--require ${jumpingClock}`,
        // the authority of statements names it: else it would be another with each port that the API gets
        SNOWLIGHT_PUBLIC_URL: 'https://chaos.example.org',
      },
      clickhouseMegabytes: DISK_MEGABYTES,
    });
    const [api, wired, direct] = await Promise.all([
      servers.up('api', 'api'),
      servers.upBehindProxy('wired', ...workerRoles),
      servers.up('direct', ...workerRoles),
    ]);
    const town = new ChaosTown(servers, api, wired, direct);
    await town.administer(async (own) => {
      await own.apply(chaosRoster());
      await promoteModel(own, 'first');
    });
    return town;
  }

  /** All that are up: each has a clock of its own. */
  get processes(): readonly BuiltServer[] {
    return [this.api, this.wired, this.direct];
  }

  /** Where senders send to now. */
  get url(): string {
    return this.api.url;
  }

  get clickhouse(): ClickHouseLocation {
    return { kind: 'server', url: this.servers.clickhouse.url, cluster: undefined };
  }

  /** With the stores at hand, as an operator's commands have them. */
  async administer<T>(work: (town: Town, stores: Stores) => Promise<T>): Promise<T> {
    const stores = await openStores({
      mode: 'distributed',
      clickhouse: { kind: 'server', url: this.servers.clickhouse.url, cluster: undefined },
      postgres: { kind: 'server', url: this.servers.postgres.url },
    });
    try {
      return await work(new Town(stores, TENANT, townSecret), stores);
    } finally {
      await stores.close();
    }
  }

  async killApi(): Promise<void> {
    await this.api.kill();
    this.api = await this.servers.up('api', 'api');
  }

  async killWorker(): Promise<void> {
    await this.direct.kill();
    this.direct = await this.servers.up('direct', ...workerRoles);
  }

  /** Kills the one behind the wires at the very step; gives a sentence where it did not come to it. */
  async killWorkerAt(point: KillPoint): Promise<string | undefined> {
    const wire = point.wire === 'broker' ? this.servers.proxy : this.servers.clickhouseProxy;
    const reached = wire.holdAt(point).then(() => true);
    const isReached = await Promise.race([reached, sleep(STEP_SECONDS * 1000, false, { ref: false })]);
    await this.wired.kill();
    wire.release();
    this.wired = await this.servers.upBehindProxy('wired', ...workerRoles);
    return isReached ? undefined : `the worker did not come to the step within ${STEP_SECONDS} s`;
  }

  /** Another worker joins, and the first leaves when it has. */
  async replaceWorker(): Promise<void> {
    const [leaving] = [this.direct];
    this.direct = await this.servers.up('direct', ...workerRoles);
    await leaving.stop();
  }

  /** Processes that ended by themselves: only one that cannot go on may, and is started again as an operator's system does. */
  async startEnded(): Promise<string[]> {
    const ended: string[] = [];
    if (!this.api.isRunning) {
      ended.push(`api: ${this.api.said.slice(-300)}`);
      this.api = await this.servers.up('api', 'api');
    }
    if (!this.wired.isRunning) {
      ended.push(`wired: ${this.wired.said.slice(-300)}`);
      this.wired = await this.servers.upBehindProxy('wired', ...workerRoles);
    }
    if (!this.direct.isRunning) {
      ended.push(`direct: ${this.direct.said.slice(-300)}`);
      this.direct = await this.servers.up('direct', ...workerRoles);
    }
    return ended;
  }

  async areReady(): Promise<boolean> {
    const answers = await Promise.all(
      this.processes.map(({ url }) =>
        fetch(`${url}/health/ready`).then(
          ({ status }) => status === 200,
          () => false,
        ),
      ),
    );
    return answers.every(Boolean);
  }

  end(): Promise<void> {
    return this.servers.end();
  }
}
