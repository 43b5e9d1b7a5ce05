import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** Keys of one tenant. Another tenant's are unrelated: nothing can be joined across. */
export interface TenantKeys {
  /** Pseudonyms of people. Changing it changes every pid: never rotated. */
  readonly pid: KeyObject;
  /** Wraps the data key of each identity in the vault. */
  readonly vault: KeyObject;
  /** Keyed hashes that the vault is searched by (identifier, name). */
  readonly index: KeyObject;
}

export interface Keyring {
  /** Keys of a tenant; derived once, then remembered. */
  tenant(id: string): TenantKeys;
  /** Hashes session tokens. */
  readonly session: KeyObject;
  /** Hashes the secrets of machines' keys, which may be short where an operator chose them. */
  readonly credential: KeyObject;
}

// changing it loses every key
const salt = 'snowlight/keyring/v1';

/**
 * The key hierarchy under SNOWLIGHT_SECRET: HKDF-SHA-256 (RFC 5869), one 256-bit key per purpose and tenant.
 * Keys are `KeyObject`s so that a logged or serialised one shows nothing.
 * @throws RangeError where the secret is under 32 characters.
 */
export function createKeyring(secret: string): Keyring {
  if (secret.length < 32) throw new RangeError('the root secret must have at least 32 characters');
  const root = createSecretKey(secret, 'utf8');
  // no purpose contains a zero byte, so that no tenant id can imitate another purpose
  const derive = (purpose: string, tenant = '') =>
    createSecretKey(Buffer.from(hkdfSync('sha256', root, salt, `${purpose}\0${tenant}`, 32)));
  const tenants = new Map<string, TenantKeys>();
  return {
    tenant(id) {
      let keys = tenants.get(id);
      if (keys === undefined) {
        keys = { pid: derive('pid', id), vault: derive('vault', id), index: derive('index', id) };
        tenants.set(id, keys);
      }
      return keys;
    },
    session: derive('session'),
    credential: derive('credential'),
  };
}
