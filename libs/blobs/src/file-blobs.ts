import { createHash, type KeyObject, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { pipeline as written } from 'node:stream/promises';
import type { Blob, Blobs, Draft, Sha2 } from './blobs.js';
import { FileDraft, sayingFull } from './file-draft.js';
import { decrypting } from './file-cipher.js';

/** No request takes as long. Milliseconds. */
const abandonedAfter = 24 * 3600 * 1000;

const hash = /^[0-9a-f]{56,128}$/;

/**
 * Blobs as files: `<directory>/<hash of the tenant>/<first two digits>/<hash>`, drafts in `<directory>/incoming`. A
 * draft is synced, then renamed, so that a file under its hash is always whole.
 */
export class FileBlobs implements Blobs {
  private constructor(private readonly directory: string) {}

  /**
   * Makes the directory where it is missing, and removes the drafts of processes that were killed: all, where it is this
   * process's own; of a shared one those that are too old to be anybody's any longer.
   */
  static async open(directory: string, use: 'own' | 'shared' = 'own'): Promise<FileBlobs> {
    const incoming = join(directory, 'incoming');
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    const youngest = use === 'own' ? Infinity : Date.now() - abandonedAfter;
    for (const name of await readdir(incoming)) {
      const path = join(incoming, name);
      const changed = await stat(path).catch(() => undefined);
      // gone meanwhile: another process has put it in its place, or tidied up as we do
      if (changed !== undefined && changed.mtimeMs < youngest)
        await rm(path, { recursive: true, force: true });
    }
    return new FileBlobs(directory);
  }

  async draft(tenant: string, algorithm: Sha2): Promise<Draft> {
    const path = join(this.directory, 'incoming', randomUUID());
    const file = await sayingFull(() => open(path, 'wx', 0o600));
    return new FileDraft(path, file, algorithm, async (sha2) => {
      const target = this.pathOf(tenant, sha2);
      const made = await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      return { target, madeIn: made === undefined ? undefined : dirname(made) };
    });
  }

  async get(tenant: string, sha2: string, key: KeyObject): Promise<Blob | undefined> {
    const length = await this.lengthOf(tenant, sha2);
    if (length === undefined) return undefined;
    const path = this.pathOf(tenant, sha2);
    // an error of the file destroys what the reader holds, which then tells it; a reader that goes away closes the file
    return { length, stream: () => pipeline(createReadStream(path), decrypting(key), () => undefined) };
  }

  async sealed(tenant: string, sha2: string): Promise<Blob | undefined> {
    const length = await this.lengthOf(tenant, sha2);
    if (length === undefined) return undefined;
    return { length, stream: () => createReadStream(this.pathOf(tenant, sha2)) };
  }

  async keepSealed(tenant: string, sha2: string, bytes: Readable): Promise<void> {
    if (!hash.test(sha2)) throw new TypeError(`not a hash of the SHA-2 family: ${sha2}`);
    const draft = join(this.directory, 'incoming', randomUUID());
    const target = this.pathOf(tenant, sha2);
    try {
      await sayingFull(async () => {
        await written(bytes, createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }));
        await mkdir(dirname(target), { recursive: true, mode: 0o700 });
        await rename(draft, target);
      });
    } finally {
      await rm(draft, { force: true });
    }
  }

  async has(tenant: string, sha2: string): Promise<boolean> {
    return (await this.lengthOf(tenant, sha2)) !== undefined;
  }

  async remove(tenant: string, sha2: string): Promise<void> {
    if (hash.test(sha2)) await rm(this.pathOf(tenant, sha2), { force: true });
  }

  private async lengthOf(tenant: string, sha2: string): Promise<number | undefined> {
    if (!hash.test(sha2)) return undefined;
    try {
      return (await stat(this.pathOf(tenant, sha2))).size;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** A tenant's id may hold what a file name may not, so that it is hashed too. */
  private pathOf(tenant: string, sha2: string): string {
    const folder = createHash('sha256').update(tenant).digest('hex').slice(0, 32);
    return join(this.directory, folder, sha2.slice(0, 2), sha2);
  }
}
