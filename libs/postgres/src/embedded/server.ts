import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresStartError } from '../errors.js';
import { serverAccount, type Account } from './account.js';
import { findBinaries } from './binaries.js';
import { database, ensureCluster, superuser } from './cluster.js';
import { ServerKeeper } from './server-keeper.js';
import { configurationFile, serverSettings } from './settings.js';

export interface EmbeddedServer {
  readonly connection: {
    /** Directory of the Unix socket. */
    readonly host: string;
    readonly username: string;
    readonly password: string;
    readonly database: string;
  };
  /** What to say where the running server lets nobody in: its files are damaged, for nothing else differs between boots. */
  refused(error: unknown): Error;
  /** Ends the server after rolling back what runs; resolves when all its processes are gone. */
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL server on a directory (made at first use), as a child that does not outlive this process.
 * The caller holds the lock of the data directory.
 * @throws PostgresStartError or PostgresDiskFull, in one sentence
 */
export async function startEmbeddedServer(directory: string): Promise<EmbeddedServer> {
  await mkdir(directory, { recursive: true });
  const base = await realpath(directory);
  const cluster = join(base, 'cluster');
  const binaries = findBinaries();
  // as root: not readable by others, but passable for the account that the server runs as
  await chmod(base, process.getuid?.() === 0 ? 0o711 : 0o700);
  const account = serverAccount(cluster, [base, binaries.postgres]);
  const password = await keptPassword(join(base, 'password'));
  await ensureCluster(cluster, password, binaries, account);
  const sockets = await socketDirectory(base, account);
  const log = join(base, 'server.log');
  const configuration = join(base, 'server.conf');
  await writeFile(configuration, configurationFile(serverSettings(sockets)), { mode: 0o644 });
  await writeFile(log, '', { mode: 0o600 });
  const command = [binaries.postgres, '-D', cluster, '-c', `config_file=${configuration}`];
  const keeper = new ServerKeeper({ account, command, cluster, log });
  await keeper.start();
  return {
    connection: { host: sockets, username: superuser, password, database },
    refused: (error) => {
      const reason = error instanceof Error ? error.message : String(error);
      return new PostgresStartError(
        `postgresql: the server refuses its own database (${reason}), see ${log}: restore ${base} from a copy`,
        { cause: error },
      );
    },
    stop: () => keeper.stop(),
  };
}

async function keptPassword(file: string): Promise<string> {
  try {
    const kept = await readFile(file, 'utf8');
    if (kept !== '') return kept; // empty: killed while writing it, before there was a cluster
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const password = randomBytes(24).toString('base64url');
  await writeFile(file, password, { mode: 0o600, flush: true });
  return password;
}

/** Beside the cluster, or under the system's temporary directory where that path is too long for a socket. */
async function socketDirectory(base: string, account: Account): Promise<string> {
  const beside = join(base, 'socket');
  const name = `snowlight-${createHash('sha256').update(base).digest('hex').slice(0, 16)}`;
  // sun_path holds 104 bytes on macOS, 108 on Linux
  const directory = Buffer.byteLength(`${beside}/.s.PGSQL.5432`) < 104 ? beside : join(tmpdir(), name);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const uid = account.ids?.uid ?? process.getuid?.() ?? 0;
  const owner = (await stat(directory)).uid;
  if (owner !== uid && owner !== process.getuid?.())
    throw new PostgresStartError(`postgresql: ${directory} belongs to somebody else: remove it`);
  if (account.ids !== undefined) await chown(directory, account.ids.uid, account.ids.gid);
  await chmod(directory, 0o700);
  return directory;
}
