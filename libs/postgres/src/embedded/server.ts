import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PostgresStartError } from '../errors.js';
import { serverAccount, type Account } from './account.js';
import { findBinaries } from './binaries.js';
import { database, ensureCluster, startFailure, superuser } from './cluster.js';
import { readPostmaster, stopOrphan } from './postmaster.js';
import { configurationFile, serverSettings } from './settings.js';

export interface EmbeddedServer {
  readonly connection: {
    /** Directory of the Unix socket. */
    readonly host: string;
    readonly username: string;
    readonly password: string;
    readonly database: string;
  };
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
  // not readable by others, but passable for the account that the server runs as
  await chmod(base, 0o711);
  const account = serverAccount(cluster, [base, binaries.postgres]);
  await stopOrphan(cluster);
  const password = await keptPassword(join(base, 'password'));
  await ensureCluster(cluster, password, binaries, account);
  const sockets = await socketDirectory(base, account);
  const log = join(base, 'server.log');
  const configuration = join(base, 'server.conf');
  await writeFile(configuration, configurationFile(serverSettings(sockets)), { mode: 0o644 });
  const command = [binaries.postgres, '-D', cluster, '-c', `config_file=${configuration}`];
  const child = spawnSupervised(account, command, log);
  await untilReady(child, cluster, log);
  return {
    connection: { host: sockets, username: superuser, password, database },
    stop: () => stopChild(child, cluster),
  };
}

/**
 * Ends the server when its standard input ends, which the kernel sees to however we end, SIGKILL included. It is in a
 * session of its own, so that a terminal's Ctrl-C reaches us alone and we still drain into a running server.
 */
const supervise = `exec 3<&0
"$@" </dev/null 3<&- & server=$!
(read -r _ <&3; kill -INT "$server") & watch=$!
wait "$server"; status=$?
kill "$watch" 2>/dev/null
exit "$status"`;

function spawnSupervised(account: Account, command: readonly string[], logFile: string): ChildProcess {
  const log = openSync(logFile, 'w', 0o600);
  try {
    const [program = '', ...rest] = [...account.prefix, '/bin/sh', '-c', supervise, 'sh', ...command];
    return spawn(program, rest, {
      stdio: ['pipe', log, log],
      detached: true,
      ...(account.prefix.length === 0 ? account.ids : {}),
      cwd: '/',
      env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    });
  } finally {
    closeSync(log);
  }
}

async function untilReady(child: ChildProcess, cluster: string, logFile: string): Promise<void> {
  // crash recovery of the largest allowed WAL takes seconds; a minute means that something is wrong
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    if (hasEnded(child))
      throw startFailure(await readFile(logFile, 'utf8'), `the server did not start, see ${logFile}`);
    if ((await readPostmaster(cluster))?.ready === true) return;
    await delay(10);
  }
  await stopChild(child, cluster);
  throw new PostgresStartError(`postgresql: the server was not ready within a minute, see ${logFile}`);
}

async function stopChild(child: ChildProcess, cluster: string): Promise<void> {
  if (hasEnded(child)) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin?.end();
  const late = setTimeout(() => {
    void readPostmaster(cluster).then((postmaster) => {
      // leaves the writing out to the recovery of the next start
      if (postmaster !== undefined) process.kill(postmaster.pid, 'SIGQUIT');
    });
  }, 5000);
  await exited;
  clearTimeout(late);
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

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
