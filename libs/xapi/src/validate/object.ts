import { checkActivityObject } from './activity.js';
import { checkActor } from './actor.js';
import { child, isJsonObject, type Findings, type JsonObject } from './findings.js';
import { checkStatementRefObject } from './statement-ref.js';

export function isSubStatement(value: unknown): value is JsonObject {
  return isJsonObject(value) && value.objectType === 'SubStatement';
}

/** The object of a statement that is no sub-statement; without `objectType` it is an activity. */
export function checkObject(value: unknown, path: string, findings: Findings): void {
  if (!isJsonObject(value)) {
    findings.wrongType(path, 'an object', value, 'object');
    return;
  }
  switch (value.objectType) {
    case undefined:
    case 'Activity':
      checkActivityObject(value, path, findings);
      break;
    case 'Agent':
    case 'Group':
      checkActor(value, path, 'agentObject', findings);
      break;
    case 'StatementRef':
      checkStatementRefObject(value, path, findings);
      break;
    default:
      findings.refuse(
        child(path, 'objectType'),
        'must be "Activity", "Agent", "Group", "StatementRef" or "SubStatement"',
        'object',
      );
  }
}
