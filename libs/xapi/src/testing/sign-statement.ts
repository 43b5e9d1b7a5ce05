import { createPrivateKey, sign } from 'node:crypto';
import { signerKey } from './certificates.js';

const encoded = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A JWS in compact form over `payload`, signed by the key of `signerCertificate`. */
export function signStatement(payload: unknown, header: Readonly<Record<string, unknown>> = {}): string {
  const whole = { alg: 'RS256', ...header };
  const input = `${encoded(whole)}.${encoded(payload)}`;
  const key = createPrivateKey({ key: Buffer.from(signerKey, 'base64'), format: 'der', type: 'pkcs8' });
  const digest = `RSA-SHA${/\d+$/.exec(whole.alg)?.[0] ?? '256'}`;
  return `${input}.${sign(digest, Buffer.from(input), key).toString('base64url')}`;
}
