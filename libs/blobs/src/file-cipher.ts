import {
  type Cipher,
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type Decipher,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

const algorithm = 'aes-256-ctr';
/** A key encrypts one file and never another, so that counting may begin at zero. */
const start = Buffer.alloc(16);

/** A new random 256-bit key, for one file. */
export const newFileKey = (): KeyObject => createSecretKey(randomBytes(32));

/**
 * AES-256 in counter mode: as long as what it hides, and readable from its beginning while it is still written. It does
 * not notice a change of the file; whoever doubts has the SHA-2 in the statement.
 */
export const encrypting = (key: KeyObject): Cipher => createCipheriv(algorithm, key, start);

export const decrypting = (key: KeyObject): Decipher => createDecipheriv(algorithm, key, start);
