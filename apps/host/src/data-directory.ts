import { existsSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { BootError } from './boot-error.js';
import { processIdentity } from './process-identity.js';

/** Bytes that must be free at boot: a new PostgreSQL cluster is 40 MB, its log grows to 256, merges need room. */
const minimumFree = 200e6;

const Holder = z.object({
  pid: z.int(),
  identity: z.string(),
  since: z.string(),
  url: z.string().nullable(),
});
type Holder = z.infer<typeof Holder>;

/** The directory that one process owns while it runs. */
export class DataDirectory {
  private constructor(
    readonly path: string,
    private readonly lockFile: string,
    private readonly holder: Holder,
  ) {}

  /**
   * Makes the directory where there is none, and takes it.
   * @throws BootError where it cannot be written, is nearly full, or belongs to a running process, which is named
   */
  static async take(path: string): Promise<DataDirectory> {
    const holder = { pid: process.pid, identity: ownIdentity(), since: new Date().toISOString(), url: null };
    try {
      // passable for the account that PostgreSQL runs as where we are root; its files are closed one by one
      await mkdir(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
      await checkFreeSpace(path);
      return new DataDirectory(path, await lock(path, holder), holder);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      if (code === 'ENOSPC')
        throw new BootError(`the disk of the data directory ${path} is full: free some space`);
      throw new BootError(
        `the data directory ${path} cannot be used (${code}): make it a directory that this user can write, or set SNOWLIGHT_DATA_DIR`,
      );
    }
  }

  /** Tells a second process where the first can be reached. */
  async announce(url: string): Promise<void> {
    const draft = `${this.lockFile}.announced`;
    await writeFile(draft, JSON.stringify({ ...this.holder, url }));
    // whole or not at all: a half written lock would look like nobody's
    await rename(draft, this.lockFile);
  }

  async release(): Promise<void> {
    await rm(this.lockFile, { force: true });
  }
}

/** Does something with the engines of a directory, which nobody else has meanwhile. */
export async function holdingDataDirectory<T>(path: string, work: () => Promise<T>): Promise<T> {
  const directory = await DataDirectory.take(path);
  try {
    return await work();
  } finally {
    await directory.release();
  }
}

/** Who holds the directory now; undefined where nobody does. */
export async function holderOf(
  path: string,
): Promise<{ readonly pid: number; readonly url: string | null } | undefined> {
  if (!existsSync(path)) return undefined;
  const newest = Math.max(0, ...(await generations(path)));
  return newest === 0 ? undefined : livingHolder(lockPath(path, newest));
}

/**
 * Locks are numbered: a dead holder's lock is taken over by making the next number, which only one can, so that of
 * two processes that find the same dead holder one is refused.
 */
async function lock(path: string, holder: Holder): Promise<string> {
  const draft = join(path, `lock.draft-${randomUUID()}`);
  await writeFile(draft, JSON.stringify(holder));
  try {
    for (;;) {
      const known = await generations(path);
      const newest = Math.max(0, ...known);
      const living = newest === 0 ? undefined : await livingHolder(lockPath(path, newest));
      if (living !== undefined) throw inUse(path, living);
      const mine = lockPath(path, newest + 1);
      if (!(await linked(draft, mine))) continue;
      if (Math.max(...(await generations(path))) > newest + 1) {
        await rm(mine);
        continue;
      }
      for (const dead of known) await rm(lockPath(path, dead), { force: true });
      return mine;
    }
  } finally {
    await rm(draft, { force: true });
  }
}

const lockPath = (path: string, generation: number): string => join(path, `lock.${generation}`);

async function generations(path: string): Promise<readonly number[]> {
  const found = (await readdir(path)).map((file) => /^lock\.(\d+)$/.exec(file)?.[1]);
  return found.filter((number) => number !== undefined).map(Number);
}

/** Makes the file whole or not at all; false where it is there. */
async function linked(draft: string, target: string): Promise<boolean> {
  try {
    await link(draft, target);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function livingHolder(lockFile: string): Promise<Holder | undefined> {
  const holder = Holder.safeParse(await jsonOf(lockFile));
  return holder.success && processIdentity(holder.data.pid) === holder.data.identity
    ? holder.data
    : undefined;
}

/** undefined for a file that is gone or was damaged: nobody's lock. */
async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function ownIdentity(): string {
  const identity = processIdentity(process.pid);
  if (identity === undefined) throw new Error('cannot read when this process started (/proc or ps)');
  return identity;
}

function inUse(path: string, { pid, url, since }: Holder): BootError {
  const place = url === null ? '' : ` at ${url}`;
  return new BootError(
    `the data directory ${path} is in use by process ${pid}${place} (since ${since}): use that one, stop it, or set SNOWLIGHT_DATA_DIR to another directory`,
  );
}

async function checkFreeSpace(path: string): Promise<void> {
  const { bavail, bsize } = await statfs(path);
  const free = bavail * bsize;
  if (free < minimumFree)
    throw new BootError(
      `the disk of the data directory ${path} is nearly full (${Math.floor(free / 1e6)} MB free, ${minimumFree / 1e6} MB needed): free some space`,
    );
}
