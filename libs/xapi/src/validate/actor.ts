import { isIri, isMailto } from '../data-types/iri.js';
import { child, isJsonObject, item, type Findings, type JsonObject } from './findings.js';
import type { Rule } from './rules.js';
import { checkIri, checkString } from './scalars.js';

/** An agent, or a group where `objectType` says so. */
export function checkActor(value: unknown, path: string, rule: Rule, findings: Findings): void {
  if (!isJsonObject(value)) findings.wrongType(path, 'an agent or a group', value, rule);
  else if (value.objectType === 'Group') checkGroupObject(value, path, findings);
  else checkAgentObject(value, path, findings);
}

export function checkAgent(value: unknown, path: string, rule: Rule, findings: Findings): void {
  if (!isJsonObject(value)) findings.wrongType(path, 'an agent', value, rule);
  else checkAgentObject(value, path, findings);
}

export function checkGroup(value: unknown, path: string, rule: Rule, findings: Findings): void {
  if (!isJsonObject(value)) findings.wrongType(path, 'a group', value, rule);
  else if (value.objectType !== 'Group') {
    findings.refuse(child(path, 'objectType'), 'must be "Group" here', rule);
  } else checkGroupObject(value, path, findings);
}

function checkAgentObject(agent: JsonObject, path: string, findings: Findings): void {
  let identifiers = 0;
  for (const key in agent) {
    const value = agent[key];
    if (key === 'objectType') {
      if (value !== 'Agent') {
        findings.refuse(child(path, key), 'must be "Agent" or "Group", or left out for an agent', 'agent');
      }
    } else if (key === 'name') checkString(value, child(path, key), 'agent', findings);
    else if (checkIdentifier(key, value, path, findings)) identifiers++;
    else findings.unknownKey(path, key);
  }
  if (identifiers !== 1) {
    const message = `must have exactly one of mbox, mbox_sha1sum, openid, account, not ${String(identifiers)}`;
    findings.refuse(path, message, 'agent');
  }
}

function checkGroupObject(group: JsonObject, path: string, findings: Findings): void {
  let identifiers = 0;
  let members: unknown;
  for (const key in group) {
    const value = group[key];
    if (key === 'objectType') continue;
    if (key === 'name') checkString(value, child(path, key), 'group', findings);
    else if (key === 'member') {
      members = value;
      checkMembers(value, child(path, key), findings);
    } else if (checkIdentifier(key, value, path, findings)) identifiers++;
    else findings.unknownKey(path, key);
  }
  if (identifiers > 1) {
    const message = `must have at most one of mbox, mbox_sha1sum, openid, account, not ${String(identifiers)}`;
    findings.refuse(path, message, 'group');
  } else if (
    identifiers === 0 &&
    (members === undefined || (Array.isArray(members) && members.length === 0))
  ) {
    findings.refuse(child(path, 'member'), 'must list the members of a group without identifier', 'group');
  }
}

function checkMembers(value: unknown, path: string, findings: Findings): void {
  if (!Array.isArray(value)) {
    findings.wrongType(path, 'an array of agents', value, 'group');
    return;
  }
  for (let index = 0; index < value.length && !findings.full; index++) {
    const member: unknown = value[index];
    if (isJsonObject(member) && member.objectType === 'Group') {
      findings.refuse(item(path, index), 'must be an agent: groups have no groups as members', 'group');
    } else checkAgent(member, item(path, index), 'group', findings);
  }
}

const sha1 = /^[0-9a-f]{40}$/i;

/** Checks the inverse functional identifier of that key; false where the key is none. */
function checkIdentifier(key: string, value: unknown, path: string, findings: Findings): boolean {
  switch (key) {
    case 'mbox':
      if (typeof value !== 'string' || !isMailto(value)) {
        findings.refuse(child(path, key), 'must be a mailto IRI', 'identifier');
      }
      return true;
    case 'mbox_sha1sum':
      if (typeof value !== 'string' || !sha1.test(value)) {
        findings.refuse(child(path, key), 'must be a SHA-1 hash of 40 hexadecimal digits', 'identifier');
      }
      return true;
    case 'openid':
      if (typeof value !== 'string' || !isIri(value)) {
        findings.refuse(child(path, key), 'must be a URI with a scheme', 'identifier');
      }
      return true;
    case 'account':
      checkAccount(value, child(path, key), findings);
      return true;
    default:
      return false;
  }
}

function checkAccount(value: unknown, path: string, findings: Findings): void {
  if (!isJsonObject(value)) {
    findings.wrongType(path, 'an object with homePage and name', value, 'account');
    return;
  }
  for (const key in value) {
    if (key === 'homePage') checkIri(value[key], child(path, key), 'account', findings);
    else if (key === 'name') checkString(value[key], child(path, key), 'account', findings);
    else findings.unknownKey(path, key);
  }
  if (value.homePage === undefined) findings.missing(path, 'homePage', 'account');
  if (value.name === undefined) findings.missing(path, 'name', 'account');
}
