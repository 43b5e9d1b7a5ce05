import { checkActivityDefinition } from './activity-definition.js';
import { child, isJsonObject, type Findings, type JsonObject } from './findings.js';
import type { Rule } from './rules.js';
import { checkIri } from './scalars.js';

export function checkActivity(value: unknown, path: string, rule: Rule, findings: Findings): void {
  if (!isJsonObject(value)) findings.wrongType(path, 'an activity', value, rule);
  else checkActivityObject(value, path, findings);
}

export function checkActivityObject(activity: JsonObject, path: string, findings: Findings): void {
  for (const key in activity) {
    const value = activity[key];
    if (key === 'id') checkIri(value, child(path, key), 'activity', findings);
    else if (key === 'definition') checkActivityDefinition(value, child(path, key), findings);
    else if (key !== 'objectType') findings.unknownKey(path, key);
    else if (value !== 'Activity') findings.refuse(child(path, key), 'must be "Activity" here', 'activity');
  }
  if (activity.id === undefined) findings.missing(path, 'id', 'activity');
}
