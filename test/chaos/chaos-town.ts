import type { ClickHouseLocation } from '#libs/config';
import type { BuiltServer } from '../support/built-server.js';
import { DistributedTown } from '../support/distributed-town.js';

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
    const servers = await DistributedTown.start();
    const [api, wired, direct] = await Promise.all([
      servers.up('api', 'api'),
      servers.upBehindProxy('wired', ...workerRoles),
      servers.up('direct', ...workerRoles),
    ]);
    return new ChaosTown(servers, api, wired, direct);
  }

  /** Where senders send to now. */
  get url(): string {
    return this.api.url;
  }

  get clickhouse(): ClickHouseLocation {
    return { kind: 'server', url: this.servers.clickhouse.url, cluster: undefined };
  }

  async killApi(): Promise<void> {
    await this.api.kill();
    this.api = await this.servers.up('api', 'api');
  }

  async killWorker(): Promise<void> {
    await this.direct.kill();
    this.direct = await this.servers.up('direct', ...workerRoles);
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
      [this.api, this.wired, this.direct].map(({ url }) =>
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
