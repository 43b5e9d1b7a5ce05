import { interactionTypes } from '../statement.js';
import { checkExtensions } from './extensions.js';
import { child, isJsonObject, item, type Findings } from './findings.js';
import { checkLanguageMap } from './language-map.js';
import { checkIri } from './scalars.js';

const knownInteractionTypes: ReadonlySet<unknown> = new Set(interactionTypes);

/**
 * Component lists and response patterns are checked for their form alone: whether they fit the interaction type is
 * left open by the specification ("MAY validate the remaining properties"), and real senders mix them.
 */
export function checkActivityDefinition(value: unknown, path: string, findings: Findings): void {
  if (!isJsonObject(value)) {
    findings.wrongType(path, 'an object', value, 'activity');
    return;
  }
  let isInteraction = false;
  for (const key in value) {
    const part = value[key];
    switch (key) {
      case 'name':
      case 'description':
        checkLanguageMap(part, child(path, key), findings);
        break;
      case 'type':
      case 'moreInfo':
        checkIri(part, child(path, key), 'activity', findings);
        break;
      case 'extensions':
        checkExtensions(part, child(path, key), findings);
        break;
      case 'interactionType':
        if (!knownInteractionTypes.has(part)) {
          findings.refuse(child(path, key), `must be one of ${interactionTypes.join(', ')}`, 'interaction');
        }
        break;
      case 'correctResponsesPattern':
        isInteraction = true;
        checkPatterns(part, child(path, key), findings);
        break;
      case 'choices':
      case 'scale':
      case 'source':
      case 'target':
      case 'steps':
        isInteraction = true;
        checkComponents(part, child(path, key), findings);
        break;
      default:
        findings.unknownKey(path, key);
    }
  }
  if (isInteraction && value.interactionType === undefined) {
    findings.missing(path, 'interactionType', 'interaction');
  }
}

function checkPatterns(value: unknown, path: string, findings: Findings): void {
  if (!Array.isArray(value)) {
    findings.wrongType(path, 'an array of strings', value, 'interaction');
    return;
  }
  for (let index = 0; index < value.length && !findings.full; index++) {
    const pattern: unknown = value[index];
    if (typeof pattern !== 'string')
      findings.wrongType(item(path, index), 'a string', pattern, 'interaction');
  }
}

function checkComponents(value: unknown, path: string, findings: Findings): void {
  if (!Array.isArray(value)) {
    findings.wrongType(path, 'an array of interaction components', value, 'interaction');
    return;
  }
  const ids = new Set<string>();
  for (let index = 0; index < value.length && !findings.full; index++) {
    const id = checkComponent(value[index], item(path, index), findings);
    if (id === undefined) continue;
    if (ids.has(id)) {
      findings.refuse(child(item(path, index), 'id'), 'must be distinct within its list', 'interaction');
    }
    ids.add(id);
  }
}

/** The component's id, where it has a legal one. */
function checkComponent(value: unknown, path: string, findings: Findings): string | undefined {
  if (!isJsonObject(value)) {
    findings.wrongType(path, 'an interaction component', value, 'interaction');
    return undefined;
  }
  for (const key in value) {
    if (key === 'description') checkLanguageMap(value[key], child(path, key), findings);
    else if (key !== 'id') findings.unknownKey(path, key);
  }
  const { id } = value;
  if (typeof id === 'string') return id;
  if (id === undefined) findings.missing(path, 'id', 'interaction');
  else findings.wrongType(child(path, 'id'), 'a string', id, 'interaction');
  return undefined;
}
