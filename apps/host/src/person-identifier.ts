import type { NamedPerson, LearnerPid } from '#libs/contracts';
import { type Keyring, pseudonym } from '#libs/privacy';
import { formatRuleError, identifierOf, validateActor } from '#libs/xapi';

/** What was given as an identifier is none; the message says why, and does not repeat it. */
export class NoIdentifier extends Error {
  override readonly name = 'NoIdentifier';
}

/**
 * The pseudonym of a person who is named by exactly one identifier.
 * @throws NoIdentifier
 */
export function pidOfPerson(
  keyring: Pick<Keyring, 'tenant'>,
  tenant: string,
  { pid, account, mbox, mbox_sha1sum, openid }: NamedPerson,
): LearnerPid {
  if (pid !== undefined) return pid;
  const agent = {
    objectType: 'Agent',
    ...(account && { account }),
    ...(mbox !== undefined && { mbox: mbox.startsWith('mailto:') ? mbox : `mailto:${mbox}` }),
    ...(mbox_sha1sum !== undefined && { mbox_sha1sum }),
    ...(openid !== undefined && { openid }),
  };
  const result = validateActor(agent, 'person', '1.0.3');
  const identifier = result.ok ? identifierOf(result.actor) : undefined;
  if (identifier !== undefined) return pseudonym(keyring.tenant(tenant), identifier);
  const [error] = result.ok ? [] : result.errors;
  throw new NoIdentifier(error === undefined ? 'person: has no identifier' : formatRuleError(error));
}
