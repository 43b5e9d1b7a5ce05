import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PostgresStartError } from '../errors.js';

interface Postmaster {
  readonly pid: number;
  readonly ready: boolean;
}

/** What the cluster's `postmaster.pid` says; undefined where there is none. */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  try {
    const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
    const pid = Number(lines[0]);
    return pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Stops a server that a killed process of ours left on this cluster, and removes a `postmaster.pid` whose pid is by
 * now somebody else's, which PostgreSQL itself would take for a running server. The caller holds the directory's lock.
 */
export async function stopOrphan(cluster: string): Promise<void> {
  const postmaster = await readPostmaster(cluster);
  if (postmaster === undefined) return;
  if (isServerOf(postmaster.pid, cluster)) await stopServer(postmaster.pid, cluster);
  await rm(join(cluster, 'postmaster.pid'), { force: true });
}

/** Rolls back what runs, writes everything out; after 5 s leaves that to the recovery of the next start. */
async function stopServer(pid: number, cluster: string): Promise<void> {
  for (const [signal, milliseconds] of [
    ['SIGINT', 5000],
    ['SIGQUIT', 2000],
  ] as const) {
    process.kill(pid, signal);
    const end = Date.now() + milliseconds;
    while (Date.now() < end) {
      if (!isServerOf(pid, cluster)) return;
      await delay(10);
    }
  }
  throw new PostgresStartError(`postgresql: an older server (pid ${pid}) on ${cluster} does not stop`);
}

function isServerOf(pid: number, cluster: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return commandLine(pid).includes(cluster);
}

/** Words of a process's command; none for one that has ended, even where nobody has waited for it yet. */
function commandLine(pid: number): readonly string[] {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
      : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).split(/\s+/);
  } catch {
    return [];
  }
}
