import { checkActor, checkGroup } from './actor.js';
import { checkContextActivities } from './context-activities.js';
import { checkContextActors } from './context-actors.js';
import { checkExtensions } from './extensions.js';
import { child, isJsonObject, type Findings } from './findings.js';
import { checkLanguage, checkString, checkUuid } from './scalars.js';
import { checkStatementRef } from './statement-ref.js';

export function checkContext(value: unknown, path: string, findings: Findings): void {
  if (!isJsonObject(value)) {
    findings.wrongType(path, 'an object', value, 'context');
    return;
  }
  for (const key in value) {
    const part = value[key];
    const at = child(path, key);
    switch (key) {
      case 'registration':
        checkUuid(part, at, 'registration', findings);
        break;
      case 'instructor':
        checkActor(part, at, 'context', findings);
        break;
      case 'team':
        checkGroup(part, at, 'context', findings);
        break;
      case 'contextActivities':
        checkContextActivities(part, at, findings);
        break;
      case 'contextAgents':
      case 'contextGroups':
        if (findings.version === '2.0.0') checkContextActors(key, part, at, findings);
        else findings.unknownKey(path, key);
        break;
      case 'revision':
      case 'platform':
        checkString(part, at, 'context', findings);
        break;
      case 'language':
        checkLanguage(part, at, 'context', findings);
        break;
      case 'statement':
        checkStatementRef(part, at, 'context', findings);
        break;
      case 'extensions':
        checkExtensions(part, at, findings);
        break;
      default:
        findings.unknownKey(path, key);
    }
  }
}
