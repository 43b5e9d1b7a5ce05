import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SourceProcess } from '../child-process.js';
import { OwnDisk } from '../own-disk.js';
import { freePort } from '../free-port.js';
import { serverConfiguration } from './server-configuration.js';

/**
 * A ClickHouse behind HTTP for the suites, with a database of its own: the server at `CLICKHOUSE_URL`, else one that is
 * started from the `clickhouse` on the PATH, else our stand-in (`stand-in.ts`). One that we start can be killed and
 * started again, on the same data and port.
 */
export class ClickHouseServer {
  #process: SourceProcess | undefined;

  private constructor(
    /** Where it is, with user, password and database. */
    readonly url: string,
    private readonly directory: string | undefined,
    private readonly launch: (() => SourceProcess) | undefined,
    /** What its data lies on, where it has a disk of its own. */
    readonly disk: OwnDisk | undefined,
  ) {}

  /**
   * @param args further arguments of the stand-in
   * @param diskMegabytes of a disk of its own, where one can be mounted; left out = it shares ours
   */
  static async start(args: readonly string[] = [], diskMegabytes?: number): Promise<ClickHouseServer> {
    const database = `snowlight_${randomBytes(6).toString('hex')}`;
    const given = process.env.CLICKHOUSE_URL;
    const server = given === undefined ? await started(database, args) : elsewhere(given, database);
    await server.ready();
    await server.statement(`CREATE DATABASE IF NOT EXISTS ${database}`);
    return server;

    function elsewhere(address: string, name: string): ClickHouseServer {
      return new ClickHouseServer(
        Object.assign(new URL(address), { pathname: name }).href,
        undefined,
        undefined,
        undefined,
      );
    }

    async function started(name: string, more: readonly string[]): Promise<ClickHouseServer> {
      const directory = await mkdtemp(join(tmpdir(), 'snowlight-ch-server-'));
      const disk = diskMegabytes === undefined ? undefined : OwnDisk.mounted(directory, diskMegabytes);
      const port = await freePort();
      const launch = await launcher(directory, port, more);
      const url = `http://snow:melt%40home@127.0.0.1:${port}/${name}`;
      return new ClickHouseServer(url, directory, launch, disk);
    }
  }

  /** False for a server that somebody else runs. */
  get isOurs(): boolean {
    return this.launch !== undefined;
  }

  /** What it says of itself. */
  get said(): string {
    return this.#process?.stderr ?? '';
  }

  /** As a power cut does, but for the disk's own cache. */
  async kill(): Promise<void> {
    await this.#process?.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#process?.end('SIGTERM');
  }

  /** Starts it on the data that it had. */
  async restart(): Promise<void> {
    await this.ready();
  }

  /** Ends it, and removes what it kept. */
  async close(): Promise<void> {
    if (this.launch === undefined)
      await this.statement(`DROP DATABASE ${new URL(this.url).pathname.slice(1)}`);
    await this.stop();
    this.disk?.unmount();
    if (this.directory !== undefined) await rm(this.directory, { recursive: true, force: true });
  }

  /** Without our client: as an administrator would, by curl. */
  async statement(sql: string): Promise<string> {
    const { username, password, origin } = new URL(this.url);
    const response = await fetch(`${origin}/`, {
      method: 'POST',
      body: sql,
      headers: {
        'x-clickhouse-user': decodeURIComponent(username) || 'default',
        'x-clickhouse-key': decodeURIComponent(password),
      },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text;
  }

  private async ready(): Promise<void> {
    if (this.launch !== undefined) this.#process = this.launch();
    const end = Date.now() + 30_000;
    for (;;) {
      const answers = await fetch(new URL('/ping', this.url).href.replace(/\/\/[^@]*@/, '//')).then(
        ({ ok }) => ok,
        () => false,
      );
      if (answers) return;
      if (Date.now() > end || this.#process?.isRunning === false)
        throw new Error(`ClickHouse does not answer: ${this.said}`);
      await sleep(30);
    }
  }
}

async function launcher(
  directory: string,
  port: number,
  args: readonly string[],
): Promise<() => SourceProcess> {
  const program = onPath('clickhouse');
  if (program !== undefined) {
    const file = join(directory, 'config.xml');
    await writeFile(file, serverConfiguration(directory, port, { user: 'snow', password: 'melt@home' }));
    return () => SourceProcess.program(program, ['server', `--config-file=${file}`]);
  }
  const own = ['--path', join(directory, 'data'), '--port', String(port), '--user', 'snow'];
  return () =>
    SourceProcess.start(
      'test/support/clickhouse-server/stand-in.ts',
      [...own, '--password', 'melt@home', ...args],
      {},
    );
}

const onPath = (name: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((directory) => join(directory, name))
    .find((file) => existsSync(file));
