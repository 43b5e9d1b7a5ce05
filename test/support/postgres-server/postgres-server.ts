import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPostgres, type Postgres } from '#libs/postgres';
import { serverAccount } from '../../../libs/postgres/src/embedded/account.js';
import { findBinaries } from '../../../libs/postgres/src/embedded/binaries.js';
import { ensureCluster, superuser } from '../../../libs/postgres/src/embedded/cluster.js';
import { SourceProcess } from '../child-process.js';
import { freePort } from '../free-port.js';

const password = 'pass:word/1';

/**
 * A PostgreSQL over TCP for the suites, with a database of its own: at the server of `DATABASE_URL`, else at one that
 * is started from npm's binaries, which can be stopped, killed and started again on the same data and port. It has TLS,
 * by a certificate that it signed itself.
 */
export class PostgresServer {
  #process: SourceProcess | undefined;

  private constructor(
    readonly url: string,
    private readonly administration: string,
    private readonly directory: string | undefined,
    private readonly launch: (() => SourceProcess) | undefined,
  ) {}

  static async start(): Promise<PostgresServer> {
    const name = `snowlight_${randomBytes(6).toString('hex')}`;
    const given = process.env.DATABASE_URL;
    const { url, directory, launch } =
      given === undefined ? await prepared() : { url: given, directory: undefined, launch: undefined };
    const server = new PostgresServer(
      Object.assign(new URL(url), { pathname: `/${name}` }).href,
      url,
      directory,
      launch,
    );
    await server.restart();
    await server.administer(`CREATE DATABASE ${name}`);
    return server;
  }

  /** False for a server that somebody else runs. */
  get isOurs(): boolean {
    return this.launch !== undefined;
  }

  /** File of the certificate's authority. */
  get authority(): string {
    return join(this.directory ?? '', 'cluster', 'server.crt');
  }

  async kill(): Promise<void> {
    await this.#process?.end('SIGKILL');
  }

  /** Rolls back what runs and ends, as for an upgrade. */
  async stop(): Promise<void> {
    await this.#process?.end('SIGINT');
  }

  /** Starts it on the data that it had; resolves when it lets us in. */
  async restart(): Promise<void> {
    if (this.launch !== undefined) this.#process = this.launch();
    const end = Date.now() + 30_000;
    for (;;)
      try {
        await this.administer('SELECT 1');
        return;
      } catch (error) {
        if (Date.now() > end || this.#process?.isRunning === false) throw error;
        await sleep(50);
      }
  }

  async close(): Promise<void> {
    if (this.launch === undefined)
      await this.administer(`DROP DATABASE ${new URL(this.url).pathname.slice(1)} WITH (FORCE)`);
    await this.stop();
    if (this.directory !== undefined) await rm(this.directory, { recursive: true, force: true });
  }

  /** A statement in another database than ours. */
  async administer(sql: string): Promise<void> {
    const postgres = await openPostgres({ kind: 'server', url: this.administration });
    await postgres.query(sql).finally(() => postgres.close());
  }

  /** With a pool of its own, which the caller closes. */
  open(): Promise<Postgres> {
    return openPostgres({ kind: 'server', url: this.url });
  }
}

interface Prepared {
  readonly url: string;
  readonly directory: string;
  readonly launch: () => SourceProcess;
}

async function prepared(): Promise<Prepared> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'snowlight-pg-server-')));
  const cluster = join(directory, 'cluster');
  const binaries = findBinaries();
  execFileSync('chmod', ['711', directory]);
  const account = serverAccount(cluster, [directory, binaries.postgres]);
  await ensureCluster(cluster, password, binaries, account);
  await certify(cluster, account.ids);
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    shared_buffers: '32MB',
    max_connections: '100',
    ssl: 'on',
    log_min_messages: 'fatal',
  };
  const options = Object.entries(settings).flatMap(([setting, value]) => ['-c', `${setting}=${value}`]);
  const [program = '', ...args] = [...account.prefix, binaries.postgres, '-D', cluster, ...options];
  const launch = (): SourceProcess =>
    SourceProcess.program(
      program,
      args,
      ...(account.prefix.length === 0 && account.ids ? [account.ids] : []),
    );
  const url = `postgres://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/snowlight`;
  return { url, directory, launch };
}

/** For the address that it listens on. */
async function certify(cluster: string, owner: { uid: number; gid: number } | undefined): Promise<void> {
  const [key, certificate] = [join(cluster, 'server.key'), join(cluster, 'server.crt')];
  const subject = ['-subj', '/CN=snowlight tests', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...subject],
    { stdio: 'ignore' },
  );
  for (const file of [key, certificate]) if (owner !== undefined) await chown(file, owner.uid, owner.gid);
  execFileSync('chmod', ['600', key]);
}
