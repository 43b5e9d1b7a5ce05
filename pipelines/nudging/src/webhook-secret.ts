import { randomBytes } from 'node:crypto';
import { type Keyring, open, seal } from '#libs/privacy';

/** As Standard Webhooks writes secrets: 24 to 64 bytes. */
const form = /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/;

export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

export function isWebhookSecret(text: string): boolean {
  return form.test(text);
}

const contextOf = (tenant: string, rule: string): string =>
  `webhook secret of rule ${JSON.stringify([tenant, rule])}`;

export function sealWebhookSecret(keyring: Keyring, tenant: string, rule: string, secret: string): Buffer {
  return seal(keyring.tenant(tenant).vault, Buffer.from(secret, 'utf8'), contextOf(tenant, rule));
}

/** @throws EnvelopeError where it was sealed under another root secret, or for another rule. */
export function openWebhookSecret(keyring: Keyring, tenant: string, rule: string, sealed: Buffer): string {
  return open(keyring.tenant(tenant).vault, sealed, contextOf(tenant, rule)).toString('utf8');
}
