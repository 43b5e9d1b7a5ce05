import { child, isJsonObject, type Findings } from './findings.js';

export function checkScore(value: unknown, path: string, findings: Findings): void {
  if (!isJsonObject(value)) {
    findings.wrongType(path, 'an object', value, 'score');
    return;
  }
  let sound = true;
  for (const key in value) {
    if (key !== 'scaled' && key !== 'raw' && key !== 'min' && key !== 'max') findings.unknownKey(path, key);
    else if (typeof value[key] !== 'number') {
      sound = false;
      findings.wrongType(child(path, key), 'a number', value[key], 'score');
    }
  }
  if (sound) checkRanges(value, path, findings);
}

function checkRanges(score: Partial<Record<string, unknown>>, path: string, findings: Findings): void {
  const { scaled, raw, min, max } = score as Partial<Record<string, number>>;
  if (scaled !== undefined && (scaled < -1 || scaled > 1)) {
    findings.refuse(child(path, 'scaled'), 'must be between -1 and 1', 'score');
  }
  if (min !== undefined && max !== undefined && min >= max) {
    findings.refuse(child(path, 'min'), 'must be less than max', 'score');
  } else if (raw !== undefined) {
    if (min !== undefined && raw < min)
      findings.refuse(child(path, 'raw'), 'must not be less than min', 'score');
    if (max !== undefined && raw > max)
      findings.refuse(child(path, 'raw'), 'must not be more than max', 'score');
  }
}
