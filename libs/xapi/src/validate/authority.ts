import { checkActor } from './actor.js';
import { child, isJsonObject, type Findings } from './findings.js';

const identifiers = ['mbox', 'mbox_sha1sum', 'openid', 'account'];

/** An agent, or the group of exactly two agents, without identifier, that 3-legged OAuth makes. */
export function checkAuthority(value: unknown, path: string, findings: Findings): void {
  checkActor(value, path, 'authority', findings);
  if (!isJsonObject(value) || value.objectType !== 'Group') return;
  const members = value.member;
  if (!Array.isArray(members) || members.length !== 2) {
    findings.refuse(child(path, 'member'), 'must list exactly two agents, application and user', 'authority');
  }
  for (const key of identifiers) {
    if (value[key] !== undefined) {
      findings.refuse(child(path, key), 'must not be on an authority that is a group', 'authority');
    }
  }
}
