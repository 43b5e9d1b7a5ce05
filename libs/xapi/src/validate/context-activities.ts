import { checkActivity } from './activity.js';
import { child, isJsonObject, item, type Findings } from './findings.js';

export function checkContextActivities(value: unknown, path: string, findings: Findings): void {
  if (!isJsonObject(value)) {
    findings.wrongType(path, 'an object', value, 'contextActivities');
    return;
  }
  for (const key in value) {
    if (key !== 'parent' && key !== 'grouping' && key !== 'category' && key !== 'other') {
      findings.unknownKey(path, key);
      continue;
    }
    const at = child(path, key);
    const activities = value[key];
    if (!Array.isArray(activities)) checkActivity(activities, at, 'contextActivities', findings);
    else {
      for (let index = 0; index < activities.length && !findings.full; index++) {
        checkActivity(activities[index], item(at, index), 'contextActivities', findings);
      }
    }
  }
}
