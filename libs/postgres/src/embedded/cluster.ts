import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { PostgresDiskFull, PostgresStartError } from '../errors.js';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { supervised } from './supervise.js';

export const superuser = 'snowlight';
export const database = 'snowlight';

/** Makes the cluster where there is none. It appears whole or not at all: made beside, then renamed. */
export async function ensureCluster(
  cluster: string,
  password: string,
  binaries: Binaries,
  account: Account,
): Promise<void> {
  if (existsSync(cluster)) return;
  const making = `${cluster}.new`;
  const passwordFile = `${cluster}.password`;
  // what a process killed while making it left, perhaps still being tidied up by its initdb
  await rm(making, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  await mkdir(making, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account.ids !== undefined)
    for (const path of [making, passwordFile]) await chown(path, account.ids.uid, account.ids.gid);
  try {
    await run(account, [
      binaries.initdb,
      `--pgdata=${making}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // sorts by code point on every machine, whatever locales it has
      '--locale-provider=builtin',
      '--locale=C.UTF-8',
      '--no-instructions',
    ]);
    // renamed, not created: a third database would be 7 MB and 300 files to write out
    const naming = `ALTER DATABASE postgres RENAME TO ${database}\n`;
    await run(account, [binaries.postgres, '--single', '-D', making, 'template1'], naming);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(making, cluster);
}

/** @param input what the program reads; without it the program ends when we do */
async function run(account: Account, command: readonly string[], input?: string): Promise<void> {
  const [program = '', ...rest] = [
    ...account.prefix,
    ...(input === undefined ? supervised(command) : command),
  ];
  const child = spawn(program, rest, {
    stdio: ['pipe', 'ignore', 'pipe'],
    ...(account.prefix.length === 0 ? account.ids : {}),
    cwd: '/',
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
  });
  // one that ends without reading is told apart by its exit code
  child.stdin.on('error', () => undefined);
  if (input !== undefined) child.stdin.end(input);
  const [[code], stderr] = (await Promise.all([once(child, 'exit'), text(child.stderr)])) as [
    [number | null],
    string,
  ];
  child.stdin.destroy();
  if (code !== 0) throw startFailure(stderr, 'the cluster could not be made');
}

/** The server's own words, in one sentence. */
export function startFailure(log: string, what: string): Error {
  if (log.includes('No space left on device')) return new PostgresDiskFull('postgresql: the disk is full');
  const lines = log.split('\n').filter((line) => /FATAL|PANIC|ERROR|error|denied|refused/.test(line));
  const reason = (lines.at(-1) ?? log.trim().split('\n').at(-1) ?? '').replace(
    /^.*?(FATAL|PANIC|ERROR|error):\s*/,
    '',
  );
  return new PostgresStartError(`postgresql: ${what}${reason === '' ? '' : ` (${reason})`}`);
}
