import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type DistributedConfig } from '#libs/config';
import { BuiltServer } from './built-server.js';
import { SourceProcess } from './child-process.js';
import { ClickHouseServer } from './clickhouse-server/clickhouse-server.js';
import { KafkaBroker } from './kafka/kafka-broker.js';
import { TcpProxy } from './kafka/tcp-proxy.js';
import { PostgresServer } from './postgres-server/postgres-server.js';

/** What the pseudonyms and identities of its processes are made with. */
export const townSecret = 's'.repeat(64);

export interface TownOptions {
  /** Of every process, beside what it needs. */
  readonly environment?: Readonly<Record<string, string>>;
  /** See `ClickHouseServer.start`. */
  readonly clickhouseMegabytes?: number;
}

export interface StoreServers {
  readonly clickhouse: ClickHouseServer;
  readonly postgres: PostgresServer;
}

/** A broker and both stores as servers, and the built command in as many processes and roles as a test asks for. */
export class DistributedTown {
  readonly #processes = new Set<BuiltServer>();

  private constructor(
    private readonly directory: string,
    readonly broker: KafkaBroker,
    /** Between the broker and the processes of `upBehindProxy`. */
    readonly proxy: TcpProxy,
    /** Between ClickHouse and them. */
    readonly clickhouseProxy: TcpProxy,
    private stores: StoreServers,
    private readonly more: Readonly<Record<string, string>>,
  ) {}

  get clickhouse(): ClickHouseServer {
    return this.stores.clickhouse;
  }

  get postgres(): PostgresServer {
    return this.stores.postgres;
  }

  /** The servers are up, and the stores have the schema. */
  static async start({ environment = {}, clickhouseMegabytes }: TownOptions = {}): Promise<DistributedTown> {
    const directory = await mkdtemp(join(tmpdir(), 'snowlight-town-'));
    const [proxy, clickhouseProxy] = await Promise.all([TcpProxy.listen(), TcpProxy.listen()]);
    const [broker, clickhouse, postgres] = await Promise.all([
      KafkaBroker.start(proxy.port),
      ClickHouseServer.start([], clickhouseMegabytes),
      PostgresServer.start(),
    ]);
    proxy.to(broker.portBehindProxy);
    clickhouseProxy.to(Number(new URL(clickhouse.url).port));
    const stores = { clickhouse, postgres };
    const town = new DistributedTown(directory, broker, proxy, clickhouseProxy, stores, environment);
    const { code } = await SourceProcess.built(['migrate'], town.#environment('migrate')).end();
    if (code !== 0) throw new Error('the stores could not be migrated');
    return town;
  }

  /** Has others in their place, without a schema, and an empty directory of attachments; the last ones are the caller's. */
  async replaceStores(): Promise<StoreServers> {
    const before = this.stores;
    const [clickhouse, postgres] = await Promise.all([ClickHouseServer.start(), PostgresServer.start()]);
    this.stores = { clickhouse, postgres };
    await rm(join(this.directory, 'blobs'), { recursive: true });
    return before;
  }

  /** The settings of a process of this name. */
  configOf(name: string): DistributedConfig {
    const config = readConfig(this.#environment(name));
    if (config.mode !== 'distributed') throw new Error('a town is distributed');
    return config;
  }

  /** A command of the built program, to its end: its code, and what it wrote. */
  async command(
    ...args: readonly string[]
  ): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
    const started = SourceProcess.built(args, this.#environment('command'));
    const { code } = await started.end();
    return { code, stdout: started.stdout, stderr: started.stderr };
  }

  /** @param name of the process: one of this name uses the same data directory again */
  up(name: string, ...roles: readonly string[]): Promise<BuiltServer> {
    return this.#up(name, {}, roles);
  }

  /** One whose log is to be read: a line for each answer and each step of a followed trace. */
  upTalking(name: string, ...roles: readonly string[]): Promise<BuiltServer> {
    return this.#up(name, { SNOWLIGHT_LOG_LEVEL: 'info' }, roles);
  }

  upBehindProxy(name: string, ...roles: readonly string[]): Promise<BuiltServer> {
    const clickhouse = Object.assign(new URL(this.clickhouse.url), { host: this.clickhouseProxy.address });
    return this.#up(name, { KAFKA_BROKERS: this.proxy.address, CLICKHOUSE_URL: clickhouse.href }, roles);
  }

  async #up(
    name: string,
    changes: Readonly<Record<string, string>>,
    roles: readonly string[],
  ): Promise<BuiltServer> {
    const environment = { ...this.#environment(name), ...changes };
    const server = await BuiltServer.start(join(this.directory, name), environment, roles);
    this.#processes.add(server);
    return server;
  }

  /** Name of the database at `clickhouse`. */
  get database(): string {
    return new URL(this.clickhouse.url).pathname.slice(1);
  }

  /** How many different statements of these ids a table holds, and as many rows each. */
  async countOf(table: 'statements' | 'statement_ids', ids: readonly string[]): Promise<number> {
    const list = ids.map((id) => `'${id}'`).join(',');
    return Number(
      await this.clickhouse.statement(
        `SELECT count() FROM ${this.database}.${table} FINAL WHERE statement_id IN (${list})`,
      ),
    );
  }

  async end(): Promise<void> {
    await Promise.all(
      [...this.#processes].filter(({ isRunning }) => isRunning).map((server) => server.kill()),
    );
    await Promise.all([this.proxy.close(), this.clickhouseProxy.close()]);
    await Promise.all([this.broker.remove(), this.clickhouse.close(), this.postgres.close()]);
    await rm(this.directory, { recursive: true, force: true });
  }

  #environment(name: string): Readonly<Record<string, string>> {
    return {
      SNOWLIGHT_MODE: 'distributed',
      SNOWLIGHT_DATA_DIR: join(this.directory, name),
      SNOWLIGHT_BLOB_DIR: join(this.directory, 'blobs'),
      SNOWLIGHT_SECRET: townSecret,
      CLICKHOUSE_URL: this.clickhouse.url,
      DATABASE_URL: this.postgres.url,
      KAFKA_BROKERS: this.broker.address,
      KAFKA_REPLICATION_FACTOR: '1',
      ...this.more,
    };
  }
}
