import type { Actor, Statement } from '../statement.js';
import { parseVersion, type XapiVersion } from '../version.js';
import { checkActor } from './actor.js';
import { checkAuthority } from './authority.js';
import { Findings, isJsonObject, type RuleError } from './findings.js';
import { checkObject, isSubStatement } from './object.js';
import { checkTimestamp, checkUuid } from './scalars.js';
import { checkPart, checkWhole } from './statement-parts.js';
import { checkSubStatement } from './sub-statement.js';

export type ValidationResult =
  | { readonly ok: true; readonly statement: Statement }
  | { readonly ok: false; readonly errors: readonly RuleError[] };

export interface ValidationOptions {
  /** Every error, up to `mostErrors`, instead of the first alone. */
  readonly all?: boolean;
}

export const mostErrors = 100;

/** Is this a legal statement of that version? The value comes from `JSON.parse`; it is not changed. */
export function validateStatement(
  value: unknown,
  version: XapiVersion,
  options: ValidationOptions = {},
): ValidationResult {
  const findings = new Findings(version, options.all === true ? mostErrors : 1);
  checkStatement(value, findings);
  if (findings.errors.length > 0) return { ok: false, errors: findings.errors };
  return { ok: true, statement: value as Statement };
}

function checkStatement(value: unknown, findings: Findings): void {
  if (!isJsonObject(value)) {
    findings.wrongType('', 'an object', value, 'statement');
    return;
  }
  for (const key in value) {
    const part = value[key];
    if (checkPart(key, part, '', findings)) continue;
    switch (key) {
      case 'object':
        if (isSubStatement(part)) checkSubStatement(part, key, findings);
        else checkObject(part, key, findings);
        break;
      case 'id':
        checkUuid(part, key, 'id', findings);
        break;
      case 'stored':
        checkTimestamp(part, key, 'stored', findings);
        break;
      case 'authority':
        checkAuthority(part, key, findings);
        break;
      case 'version':
        checkVersion(part, key, findings);
        break;
      default:
        findings.unknownKey('', key);
    }
  }
  checkWhole(value, '', findings);
}

function checkVersion(value: unknown, path: string, findings: Findings): void {
  const version = typeof value === 'string' ? parseVersion(value) : undefined;
  if (version === undefined || (version === '2.0.0' && findings.version === '1.0.3')) {
    const legal = findings.version === '1.0.3' ? '1.0.x' : '1.0.x or 2.0.x';
    findings.refuse(path, `must be ${legal}`, 'version');
  }
}

export type ActorValidationResult =
  | { readonly ok: true; readonly actor: Actor }
  | { readonly ok: false; readonly errors: readonly RuleError[] };

/** An agent or group by itself, as query parameters and the agents resources carry it; paths begin with `path`. */
export function validateActor(value: unknown, path: string, version: XapiVersion): ActorValidationResult {
  const findings = new Findings(version, 1);
  checkActor(value, path, 'actor', findings);
  if (findings.errors.length > 0) return { ok: false, errors: findings.errors };
  return { ok: true, actor: value as Actor };
}
