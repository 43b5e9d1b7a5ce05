import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import type { Blobs } from '#libs/blobs';
import type { Manifest } from './manifest.js';
import { readLines, writeLines } from './packed-lines.js';

const LIST = 'attachments.jsonl.gz';
const FOLDER = 'attachments';

/** A file, as it lies in the backup. */
export const BackedUpFile = z.object({
  tenant: z.string(),
  sha2: z.string().regex(/^[0-9a-f]{56,128}$/),
  bytes: z.int().nonnegative(),
  /** Of the encrypted bytes. */
  sha256: z.string(),
});
export type BackedUpFile = z.infer<typeof BackedUpFile>;

/** Path of a file from the directory of the backup: a tenant's id may hold what a name may not. */
export function pathOfFile({ tenant, sha2 }: Pick<BackedUpFile, 'tenant' | 'sha2'>): string {
  const folder = createHash('sha256').update(tenant).digest('hex').slice(0, 32);
  return join(FOLDER, folder, sha2.slice(0, 2), sha2);
}

/**
 * Copies the files for which the backup has keys, encrypted as they are. A file is in its place before its key is
 * committed, so none is missed; one that is erased meanwhile is missing, and nobody's.
 * @param keysFile of the rows of `blob_keys`, by tenant and hash
 */
export async function takeAttachments(
  directory: string,
  blobs: Pick<Blobs, 'sealed'>,
  keysFile: string,
  onFile: (files: number) => void,
  signal: AbortSignal,
): Promise<Manifest['attachments']> {
  let totalBytes = 0;
  let missing = 0;
  let files = 0;
  async function* copied(): AsyncGenerator<readonly string[]> {
    for await (const { tenant, sha2 } of filesIn(directory, keysFile)) {
      signal.throwIfAborted();
      const file = await copy(directory, blobs, tenant, sha2);
      if (file === undefined) missing++;
      else {
        totalBytes += file.bytes;
        onFile(++files);
        yield [JSON.stringify(file)];
      }
    }
  }
  return { ...(await writeLines(directory, LIST, copied())), totalBytes, missing };
}

const KeyRow = z.object({ tenant: z.string(), sha2: z.string() });

/** Each once: like ones lie together. */
async function* filesIn(
  directory: string,
  keysFile: string,
): AsyncGenerator<{ readonly tenant: string; readonly sha2: string }> {
  let last = '';
  for await (const lines of readLines(directory, keysFile))
    for (const line of lines) {
      const { tenant, sha2 } = KeyRow.parse(JSON.parse(line.toString('utf8')));
      const name = `${tenant}/${sha2}`;
      if (name !== last) yield { tenant, sha2 };
      last = name;
    }
}

async function copy(
  directory: string,
  blobs: Pick<Blobs, 'sealed'>,
  tenant: string,
  sha2: string,
): Promise<BackedUpFile | undefined> {
  const blob = await blobs.sealed(tenant, sha2);
  if (blob === undefined) return undefined;
  const target = join(directory, pathOfFile({ tenant, sha2 }));
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  let bytes = 0;
  const measured = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await pipeline(
      blob.stream(),
      measured,
      createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true }),
    );
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' || path === target) throw error;
    // erased between the look and the read
    await rm(target, { force: true });
    return undefined;
  }
  return { tenant, sha2, bytes, sha256: hash.digest('hex') };
}
