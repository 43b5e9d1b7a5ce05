import type { KeyObject } from 'node:crypto';
import type { LearnerPid } from '#libs/contracts';
import { type Keyring, unwrapKey } from '#libs/privacy';

/** What a sealed value is bound to: its row and its column. */
export function sealedContext(
  purpose: 'key' | 'agent' | 'contact' | 'document' | 'blob' | `form ${number}`,
  tenant: string,
  pid: LearnerPid,
): string {
  return `${purpose}\0${tenant}\0${pid}`;
}

/** The key under which everything of one person is sealed, from `identities.wrapped_key`. */
export function dataKeyOf(
  keyring: Pick<Keyring, 'tenant'>,
  tenant: string,
  pid: LearnerPid,
  wrapped: Buffer,
): KeyObject {
  return unwrapKey(keyring.tenant(tenant).vault, wrapped, sealedContext('key', tenant, pid));
}

/** Bytes as the text of a JSON value that PostgreSQL decodes. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
