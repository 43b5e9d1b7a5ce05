import { verbs } from '#libs/contracts';
import { checkActor } from './actor.js';
import { checkAttachments } from './attachments.js';
import { checkContext } from './context.js';
import { child, isJsonObject, type Findings, type JsonObject } from './findings.js';
import { checkResult } from './result.js';
import { checkTimestamp } from './scalars.js';
import { checkVerb } from './verb.js';

/** Checks a property that is the same on statements and sub-statements; false where the key is none of these. */
export function checkPart(key: string, value: unknown, path: string, findings: Findings): boolean {
  const at = child(path, key);
  switch (key) {
    case 'actor':
      checkActor(value, at, 'actor', findings);
      return true;
    case 'verb':
      checkVerb(value, at, findings);
      return true;
    case 'result':
      checkResult(value, at, findings);
      return true;
    case 'context':
      checkContext(value, at, findings);
      return true;
    case 'timestamp':
      checkTimestamp(value, at, 'timestamp', findings);
      return true;
    case 'attachments':
      checkAttachments(value, at, findings);
      return true;
    default:
      return false;
  }
}

/** What can be said only of the parts together: what is missing, and what does not go together. */
export function checkWhole(statement: JsonObject, path: string, findings: Findings): void {
  const { actor, verb, object, context } = statement;
  if (actor === undefined) findings.missing(path, 'actor', 'statement');
  if (verb === undefined) findings.missing(path, 'verb', 'statement');
  if (object === undefined) findings.missing(path, 'object', 'statement');
  const objectType = isJsonObject(object) ? (object.objectType ?? 'Activity') : undefined;

  if (isJsonObject(verb) && verb.id === verbs.voided && objectType !== 'StatementRef') {
    const at = child(child(path, 'object'), 'objectType');
    findings.refuse(at, 'must be "StatementRef" where the verb is voided', 'voiding');
  }
  if (isJsonObject(context) && objectType !== 'Activity') {
    for (const key of ['revision', 'platform']) {
      if (context[key] === undefined) continue;
      const at = child(child(path, 'context'), key);
      findings.refuse(at, 'must be used only where the object is an activity', 'context');
    }
  }
}
