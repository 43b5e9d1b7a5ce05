import { checkAgent, checkGroup } from './actor.js';
import { child, isJsonObject, item, type Findings } from './findings.js';
import { checkIri } from './scalars.js';

const forms = {
  contextAgents: { objectType: 'contextAgent', actor: 'agent', check: checkAgent },
  contextGroups: { objectType: 'contextGroup', actor: 'group', check: checkGroup },
} as const;
type Form = (typeof forms)[keyof typeof forms];

/** `contextAgents` and `contextGroups` of xAPI 2.0. */
export function checkContextActors(
  property: keyof typeof forms,
  value: unknown,
  path: string,
  findings: Findings,
): void {
  if (!Array.isArray(value)) {
    findings.wrongType(path, 'an array', value, 'contextActors');
    return;
  }
  for (let index = 0; index < value.length && !findings.full; index++) {
    checkContextActor(forms[property], value[index], item(path, index), findings);
  }
}

function checkContextActor(form: Form, value: unknown, path: string, findings: Findings): void {
  if (!isJsonObject(value)) {
    findings.wrongType(path, 'an object', value, 'contextActors');
    return;
  }
  for (const key in value) {
    const part = value[key];
    if (key === form.actor) form.check(part, child(path, key), 'contextActors', findings);
    else if (key === 'relevantTypes') checkRelevantTypes(part, child(path, key), findings);
    else if (key !== 'objectType') findings.unknownKey(path, key);
  }
  if (value.objectType !== form.objectType) {
    findings.refuse(child(path, 'objectType'), `must be "${form.objectType}"`, 'contextActors');
  }
  if (value[form.actor] === undefined) findings.missing(path, form.actor, 'contextActors');
}

function checkRelevantTypes(value: unknown, path: string, findings: Findings): void {
  if (!Array.isArray(value) || value.length === 0) {
    findings.refuse(path, 'must be an array of at least one IRI', 'contextActors');
    return;
  }
  for (let index = 0; index < value.length && !findings.full; index++) {
    checkIri(value[index], item(path, index), 'contextActors', findings);
  }
}
