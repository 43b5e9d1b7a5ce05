import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { NudgeRule } from '#libs/contracts';
import type { NudgeRuleStore, StoredNudgeRule } from '#libs/postgres';
import type { Keyring } from '#libs/privacy';
import { nextPermitted } from './policy/sending-hours.js';
import { isWebhookSecret, openWebhookSecret, sealWebhookSecret } from './webhook-secret.js';

/** The rule cannot work as it stands; the message says what to change. */
export class NudgeRuleError extends Error {
  override readonly name = 'NudgeRuleError';
}

export interface SaveRuleDeps {
  readonly rules: NudgeRuleStore;
  readonly keyring: Keyring;
}

/**
 * Puts a rule in force as its next version; one that says nothing new stays the version that it is.
 * @param secret of the webhook (`whsec_` and base64); left out, the one that the rule has stays.
 * @throws NudgeRuleError
 */
export async function saveRule(
  { rules, keyring }: SaveRuleDeps,
  tenant: string,
  rule: NudgeRule,
  secret?: string,
): Promise<StoredNudgeRule> {
  if (secret !== undefined && !isWebhookSecret(secret))
    throw new NudgeRuleError('the webhook secret must be whsec_ followed by 24 to 64 bytes in base64');
  refuseHoursWithoutGap(rule);
  const current = await rules.find(tenant, rule.code);
  if (current === null) {
    if (secret === undefined) throw new NudgeRuleError(`rule ${rule.code} is new and needs a webhook secret`);
    return add(secret, randomBytes(16).toString('base64url'));
  }
  const kept = openWebhookSecret(keyring, tenant, rule.code, current.sealedSecret);
  if (isDeepStrictEqual(current.rule, rule) && (secret ?? kept) === kept) return current;
  return add(secret ?? kept, current.salt);

  function add(secretInForce: string, salt: string): Promise<StoredNudgeRule> {
    return rules.add(tenant, rule, salt, sealWebhookSecret(keyring, tenant, rule.code, secretInForce));
  }
}

function refuseHoursWithoutGap(rule: NudgeRule): void {
  try {
    // any week of any zone shows it
    nextPermitted(new Date(0), rule.hours, 'UTC');
  } catch (cause) {
    throw new NudgeRuleError(`rule ${rule.code}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
