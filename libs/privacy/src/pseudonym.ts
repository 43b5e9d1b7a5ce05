import { createHmac } from 'node:crypto';
import type { LearnerPid } from '#libs/contracts';
import type { TenantKeys } from './keyring.js';

const crockford = '0123456789abcdefghjkmnpqrstvwxyz';
const characters = 26;

/**
 * Keyed pseudonym of a person within a tenant: the first 130 bits of HMAC-SHA-256(tenant's key, identifier) in
 * Crockford base32. The same person always has the same one, so events join; without the key it can be neither
 * guessed from a list of accounts nor joined across tenants. Among 10^9 people a collision has odds of 1 in 10^21.
 */
export function pseudonym(keys: TenantKeys, identifier: string): LearnerPid {
  return base32(createHmac('sha256', keys.pid).update(identifier, 'utf8').digest());
}

/** The first 130 bits, 5 to a character, most significant first. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (let i = 0; text.length < characters;) {
    if (bits < 5) {
      buffer = (buffer << 8) | bytes[i++]!;
      bits += 8;
    }
    bits -= 5;
    text += crockford[(buffer >>> bits) & 31]!;
    buffer &= (1 << bits) - 1;
  }
  return text;
}
