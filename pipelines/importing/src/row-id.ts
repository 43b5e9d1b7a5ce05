import { hash } from 'node:crypto';

/**
 * The same UUID for the same name, on every run: SHA-256 in the form of RFC 9562's version 8. A name that speaks of a
 * person must hold their pseudonym, which is keyed: from an unkeyed hash of an account the person could be guessed.
 */
export function uuidOf(name: string): string {
  const hex = hash('sha256', name, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
