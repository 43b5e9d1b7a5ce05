import { checkExtensions } from './extensions.js';
import { child, isJsonObject, type Findings } from './findings.js';
import { checkBoolean, checkDuration, checkString } from './scalars.js';
import { checkScore } from './score.js';

export function checkResult(value: unknown, path: string, findings: Findings): void {
  if (!isJsonObject(value)) {
    findings.wrongType(path, 'an object', value, 'result');
    return;
  }
  for (const key in value) {
    const part = value[key];
    switch (key) {
      case 'score':
        checkScore(part, child(path, key), findings);
        break;
      case 'success':
      case 'completion':
        checkBoolean(part, child(path, key), 'result', findings);
        break;
      case 'response':
        checkString(part, child(path, key), 'result', findings);
        break;
      case 'duration':
        checkDuration(part, child(path, key), findings);
        break;
      case 'extensions':
        checkExtensions(part, child(path, key), findings);
        break;
      default:
        findings.unknownKey(path, key);
    }
  }
}
