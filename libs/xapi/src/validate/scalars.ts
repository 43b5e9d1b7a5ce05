import { isDuration } from '../data-types/duration.js';
import { isIri } from '../data-types/iri.js';
import { isLanguageTag } from '../data-types/language-tag.js';
import { parseIso8601, parseRfc3339 } from '../data-types/timestamp.js';
import { isUuid } from '../data-types/uuid.js';
import type { Findings } from './findings.js';
import type { Rule } from './rules.js';

/** Values with no parts. Each takes the rule under which the property stands, for a wrong type. */

export function checkString(value: unknown, path: string, rule: Rule, findings: Findings): void {
  if (typeof value !== 'string') findings.wrongType(path, 'a string', value, rule);
}

export function checkBoolean(value: unknown, path: string, rule: Rule, findings: Findings): void {
  if (typeof value !== 'boolean') findings.wrongType(path, 'true or false', value, rule);
}

export function checkIri(value: unknown, path: string, rule: Rule, findings: Findings): void {
  if (typeof value !== 'string') findings.wrongType(path, 'an IRI', value, rule);
  else if (!isIri(value)) findings.refuse(path, 'must be an IRI with a scheme', 'iri');
}

export function checkUuid(value: unknown, path: string, rule: Rule, findings: Findings): void {
  if (typeof value !== 'string') findings.wrongType(path, 'a UUID', value, rule);
  else if (!isUuid(value)) findings.refuse(path, 'must be a UUID in its standard form', 'uuid');
}

export function checkLanguage(value: unknown, path: string, rule: Rule, findings: Findings): void {
  if (typeof value !== 'string') findings.wrongType(path, 'a language tag', value, rule);
  else if (!isLanguageTag(value)) findings.refuse(path, 'must be an RFC 5646 language tag', rule);
}

export function checkTimestamp(value: unknown, path: string, rule: Rule, findings: Findings): void {
  if (typeof value !== 'string') {
    findings.wrongType(path, 'a timestamp', value, rule);
  } else if (parseRfc3339(value) === undefined) {
    if (findings.version === '2.0.0') {
      findings.refuse(path, 'must be an RFC 3339 date and time, its offset not -00:00', 'timestampFormat');
    } else if (parseIso8601(value) === undefined) {
      findings.refuse(path, 'must be an ISO 8601 date and time, its offset not -00:00', 'timestampFormat');
    }
  }
}

export function checkDuration(value: unknown, path: string, findings: Findings): void {
  if (typeof value !== 'string') findings.wrongType(path, 'a duration', value, 'duration');
  else if (!isDuration(value)) {
    findings.refuse(path, 'must be an ISO 8601 duration such as PT4H35M59.14S or P4W', 'duration');
  }
}
