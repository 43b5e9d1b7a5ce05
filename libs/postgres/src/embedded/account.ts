import { accessSync, constants, readFileSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { PostgresStartError } from '../errors.js';

/** Whom the server runs as, and the command prefix that makes it so. */
export interface Account {
  /** undefined: ourselves. */
  readonly ids: { readonly uid: number; readonly gid: number } | undefined;
  readonly prefix: readonly string[];
}

/**
 * PostgreSQL refuses to run as root. Where we are root, it runs as the owner of an existing cluster, else as
 * `postgres`, else as `nobody`. Where that account cannot reach the paths (a checkout under /root, say), it keeps the
 * one right to pass through directories, by util-linux's setpriv.
 * @param cluster the data directory, which need not exist yet
 * @param paths what the account must reach besides it
 */
export function serverAccount(cluster: string, paths: readonly string[]): Account {
  if (process.getuid?.() !== 0) return { ids: undefined, prefix: [] };
  const ids = ownerOf(cluster) ?? passwdEntry('postgres') ?? passwdEntry('nobody');
  if (ids === undefined)
    throw new PostgresStartError(
      'PostgreSQL cannot run as root and there is no user postgres or nobody: run as another user',
    );
  const blocked = paths.concat(dirname(cluster)).flatMap((path) => directoriesClosedTo(ids, path));
  return { ids, prefix: blocked.length === 0 ? [] : passingThrough(ids, blocked[0] ?? '') };
}

function passingThrough(ids: { uid: number; gid: number }, blocked: string): readonly string[] {
  const setpriv = '/usr/bin/setpriv';
  const right = passingRight();
  if (right === undefined || !isExecutable(setpriv))
    throw new PostgresStartError(
      `PostgreSQL cannot run as root, and the user that it runs as instead cannot enter ${blocked}: run as another user, or allow it with "chmod o+x ${blocked}"`,
    );
  return [
    setpriv,
    // else access(2), by which PostgreSQL looks at its own programs, would ignore the right
    '--securebits=+no_setuid_fixup',
    `--reuid=${ids.uid}`,
    `--regid=${ids.gid}`,
    '--clear-groups',
    `--inh-caps=-all,+${right}`,
    `--ambient-caps=-all,+${right}`,
  ];
}

/** The smaller of the two rights that we have; containers often come without it. */
function passingRight(): 'dac_read_search' | 'dac_override' | undefined {
  const mask = /^CapPrm:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  const held = BigInt(`0x${mask}`);
  if ((held >> 2n) & 1n) return 'dac_read_search';
  return (held >> 1n) & 1n ? 'dac_override' : undefined;
}

function directoriesClosedTo(ids: { uid: number; gid: number }, path: string): readonly string[] {
  const parent = dirname(path);
  const above = parent === path ? [] : directoriesClosedTo(ids, parent);
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && !mayEnter(stats, ids) ? [...above, path] : above;
}

function mayEnter(stats: Stats, { uid, gid }: { uid: number; gid: number }): boolean {
  if (stats.uid === uid) return (stats.mode & 0o100) !== 0;
  return (stats.mode & (stats.gid === gid ? 0o010 : 0o001)) !== 0;
}

function ownerOf(path: string): { uid: number; gid: number } | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined || stats.uid === 0 ? undefined : { uid: stats.uid, gid: stats.gid };
}

function passwdEntry(user: string): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${user}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
