import { createHash } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { UnusableSourceError } from './source-error.js';

export interface SourceFile {
  readonly path: string;
  /** Without its folder: how reports name it. */
  readonly name: string;
  /** Bytes on the disk, compressed ones where it is compressed. */
  readonly size: number;
  readonly modifiedMs: number;
  /** Was named itself, and not by the folder that it lies in. */
  readonly named: boolean;
}

/**
 * The files that the paths name, a folder standing for the files in it (not below), in the order of their names with
 * numbers counted (`part_2` before `part_10`).
 * @throws UnusableSourceError
 */
export async function findSources(paths: readonly string[]): Promise<SourceFile[]> {
  const found = await Promise.all(paths.map((path) => filesAt(resolve(path), true)));
  return found.flat();
}

async function filesAt(path: string, named: boolean): Promise<SourceFile[]> {
  try {
    const facts = await stat(path);
    if (!facts.isDirectory())
      return [{ path, name: basename(path), size: facts.size, modifiedMs: facts.mtimeMs, named }];
    const entries = await readdir(path, { withFileTypes: true });
    const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(path, entry.name));
    return (await Promise.all(files.map((file) => filesAt(file, false))))
      .flat()
      .sort((a, b) => naturalOrder.compare(a.name, b.name));
  } catch (error) {
    throw unusable(path, error);
  }
}

const naturalOrder = new Intl.Collator('en', { numeric: true });

/** Bytes of each file that tell two files of one path, size and time apart. */
const headBytes = 65_536;

/** Names a source: the same for the same files, another where a file was changed in any way that can be seen cheaply. */
export async function fingerprintOf(files: readonly SourceFile[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(JSON.stringify([file.path, file.size, file.modifiedMs]));
    hash.update(await headOf(file.path));
  }
  return hash.digest('hex');
}

async function headOf(path: string): Promise<Buffer> {
  try {
    const handle = await open(path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unusable(path, error);
  }
}

export function unusable(path: string, error: unknown): UnusableSourceError {
  const code = codeOf(error) ?? String(error);
  const reason = code === 'ENOENT' ? 'there is no such file or folder' : `it cannot be read (${code})`;
  return new UnusableSourceError(`${path}: ${reason}. Check the path and its permissions.`, { cause: error });
}

/** The word of a system error, `ENOENT`; undefined where it has none. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
