import { child, isJsonObject, type Findings } from './findings.js';
import { checkLanguageMap } from './language-map.js';
import { checkIri } from './scalars.js';

export function checkVerb(value: unknown, path: string, findings: Findings): void {
  if (!isJsonObject(value)) {
    findings.wrongType(path, 'an object with an id', value, 'verb');
    return;
  }
  for (const key in value) {
    if (key === 'id') checkIri(value[key], child(path, key), 'verb', findings);
    else if (key === 'display') checkLanguageMap(value[key], child(path, key), findings);
    else findings.unknownKey(path, key);
  }
  if (value.id === undefined) findings.missing(path, 'id', 'verb');
}
