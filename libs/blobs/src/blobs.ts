import type { KeyObject } from 'node:crypto';
import type { Readable } from 'node:stream';

/** Hash functions of the SHA-2 family, as xAPI allows them for attachments. */
export type Sha2 = 'sha224' | 'sha256' | 'sha384' | 'sha512';

export interface Blob {
  /** Bytes. */
  readonly length: number;
  /** Opens the file when it is read; whoever takes it must read it to the end or destroy it. */
  readonly stream: () => Readable;
}

/** A blob under way: written, then kept or discarded. Until then nobody else sees it. */
export interface Draft {
  /** Bytes so far. */
  readonly length: number;
  /** What the file is encrypted with: its own, random, and kept by nobody here. */
  readonly key: KeyObject;
  /** Resolves when the bytes are taken; they may be reused then. One call at a time. */
  write(bytes: Uint8Array): Promise<void>;
  /** The bytes are whole: resolves with their hash in lower-case hexadecimal digits, when they are on disk for good. */
  finish(): Promise<string>;
  /** The first bytes of a finished draft, at most so many. */
  head(mostBytes: number): Promise<Buffer>;
  /** Makes a finished draft the blob of its hash, over one that was there; a second time changes nothing. */
  keep(): Promise<void>;
  /** Removes what was written, unless it was kept. */
  discard(): Promise<void>;
}

/**
 * Bytes by their hash, apart for each tenant, each encrypted with a key of its own that whoever keeps it must keep too:
 * without it the file is noise. Errors of a full disk are `BlobDiskFull`.
 */
export interface Blobs {
  draft(tenant: string, hash: Sha2): Promise<Draft>;
  /**
   * Undefined where there is none of that hash (any of the SHA-2 family, hexadecimal).
   * @param key of the draft that was kept
   */
  get(tenant: string, sha2: string, key: KeyObject): Promise<Blob | undefined>;
  /** As it lies there, encrypted: for a backup. Undefined where there is none of that hash. */
  sealed(tenant: string, sha2: string): Promise<Blob | undefined>;
  /** Puts what `sealed` gave back under its hash, over what is there, when it has come to its end. */
  keepSealed(tenant: string, sha2: string, bytes: Readable): Promise<void>;
  has(tenant: string, sha2: string): Promise<boolean>;
  remove(tenant: string, sha2: string): Promise<void>;
}

/** The disk that holds the blobs is full: nothing of what was under way is kept. */
export class BlobDiskFull extends Error {
  override readonly name = 'BlobDiskFull';
}
