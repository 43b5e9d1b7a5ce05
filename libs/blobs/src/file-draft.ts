import { createHash, type Hash, type KeyObject } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BlobDiskFull, type Draft, type Sha2 } from './blobs.js';
import { decrypting, encrypting, newFileKey } from './file-cipher.js';
import { syncFolder } from './sync-folder.js';

export interface Place {
  readonly target: string;
  /** The folder in which the first folder on the way to it was made; undefined where all were there. */
  readonly madeIn: string | undefined;
}

/** A draft in a file of its own. */
export class FileDraft implements Draft {
  readonly key: KeyObject = newFileKey();
  readonly #cipher = encrypting(this.key);
  readonly #hash: Hash;
  #length = 0;
  #sha2: string | undefined;
  #state: 'open' | 'finished' | 'kept' | 'gone' = 'open';

  constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    algorithm: Sha2,
    private readonly placeOf: (sha2: string) => Promise<Place>,
  ) {
    this.#hash = createHash(algorithm);
  }

  get length(): number {
    return this.#length;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    this.#length += bytes.byteLength;
    const sealed = this.#cipher.update(bytes);
    for (let from = 0; from < sealed.byteLength;) {
      const { bytesWritten } = await sayingFull(() => this.file.write(sealed, from));
      from += bytesWritten;
    }
  }

  async finish(): Promise<string> {
    await sayingFull(() => this.file.sync());
    await this.file.close();
    this.#state = 'finished';
    this.#sha2 = this.#hash.digest('hex');
    return this.#sha2;
  }

  async head(mostBytes: number): Promise<Buffer> {
    const file = await open(this.path, 'r');
    try {
      const sealed = Buffer.alloc(Math.min(mostBytes, this.#length));
      let from = 0;
      while (from < sealed.length) {
        const { bytesRead } = await file.read(sealed, from, sealed.length - from, from);
        if (bytesRead === 0) break;
        from += bytesRead;
      }
      return decrypting(this.key).update(sealed.subarray(0, from));
    } finally {
      await file.close();
    }
  }

  async keep(): Promise<void> {
    if (this.#state === 'kept') return;
    if (this.#state !== 'finished' || this.#sha2 === undefined)
      throw new Error('a draft is kept when finished');
    const sha2 = this.#sha2;
    await sayingFull(async () => {
      const { target, madeIn } = await this.placeOf(sha2);
      await rename(this.path, target);
      for (let folder = dirname(target); ; folder = dirname(folder)) {
        await syncFolder(folder);
        if (madeIn === undefined || folder === madeIn || folder === dirname(folder)) break;
      }
    });
    this.#state = 'kept';
  }

  async discard(): Promise<void> {
    if (this.#state === 'kept' || this.#state === 'gone') return;
    if (this.#state === 'open') await this.file.close();
    this.#state = 'gone';
    await rm(this.path, { force: true });
  }
}

const fullCodes = new Set(['ENOSPC', 'EDQUOT']);

/** @throws BlobDiskFull where the work fails for want of space */
export async function sayingFull<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (fullCodes.has((error as NodeJS.ErrnoException).code ?? ''))
      throw new BlobDiskFull('the disk of the attachments is full', { cause: error });
    throw error;
  }
}
