import { child, type Findings, type JsonObject } from './findings.js';
import { checkObject, isSubStatement } from './object.js';
import { checkPart, checkWhole } from './statement-parts.js';

/** A statement within a statement: it has no id, stored, version or authority, and none within itself. */
export function checkSubStatement(value: JsonObject, path: string, findings: Findings): void {
  for (const key in value) {
    const part = value[key];
    if (key === 'objectType' || checkPart(key, part, path, findings)) continue;
    if (key === 'object') {
      if (isSubStatement(part)) {
        const message = 'must not be a sub-statement within a sub-statement';
        findings.refuse(child(path, key), message, 'subStatement');
      } else checkObject(part, child(path, key), findings);
    } else if (key === 'id' || key === 'stored' || key === 'version' || key === 'authority') {
      findings.refuse(child(path, key), 'must not be on a sub-statement', 'subStatement');
    } else findings.unknownKey(path, key);
  }
  checkWhole(value, path, findings);
}
