import { child, isJsonObject, type Findings, type JsonObject } from './findings.js';
import type { Rule } from './rules.js';
import { checkUuid } from './scalars.js';

export function checkStatementRef(value: unknown, path: string, rule: Rule, findings: Findings): void {
  if (!isJsonObject(value)) findings.wrongType(path, 'a statement reference', value, rule);
  else checkStatementRefObject(value, path, findings);
}

export function checkStatementRefObject(reference: JsonObject, path: string, findings: Findings): void {
  for (const key in reference) {
    if (key === 'id') checkUuid(reference[key], child(path, key), 'statementRef', findings);
    else if (key !== 'objectType') findings.unknownKey(path, key);
  }
  if (reference.objectType !== 'StatementRef') {
    findings.refuse(child(path, 'objectType'), 'must be "StatementRef" here', 'statementRef');
  }
  if (reference.id === undefined) findings.missing(path, 'id', 'statementRef');
}
