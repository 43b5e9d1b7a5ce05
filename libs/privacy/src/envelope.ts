import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';

/** Version, nonce, ciphertext, tag. The version leaves room for another cipher beside what is stored. */
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** What is stored was changed, belongs to another row, or was sealed under another key. Says nothing of the content. */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError';
}

/**
 * AES-256-GCM with a random 96-bit nonce. `context` is authenticated, not stored: a sealed value opens only with the
 * context that it was sealed with, so that rows cannot be swapped.
 */
export function seal(key: KeyObject, plain: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  return Buffer.concat([
    Uint8Array.of(version),
    nonce,
    cipher.update(plain),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

/** @throws EnvelopeError */
export function open(key: KeyObject, sealed: Uint8Array, context: string): Buffer {
  if (sealed.length < 1 + nonceBytes + tagBytes || sealed[0] !== version)
    throw new EnvelopeError('not a sealed value of a known version');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(1 + nonceBytes, -tagBytes)), decipher.final()]);
  } catch (cause) {
    throw new EnvelopeError('a sealed value was changed, or is not of this key and row', { cause });
  }
}

/** A new random 256-bit key. */
export function newDataKey(): KeyObject {
  return createSecretKey(randomBytes(32));
}

export function wrapKey(wrapping: KeyObject, dataKey: KeyObject, context: string): Buffer {
  return seal(wrapping, dataKey.export(), context);
}

/** @throws EnvelopeError */
export function unwrapKey(wrapping: KeyObject, wrapped: Uint8Array, context: string): KeyObject {
  return createSecretKey(open(wrapping, wrapped, context));
}
