import type { Statement } from '../statement.js';
import { atOnce, type Steps } from '../steps.js';
import type { XapiVersion } from '../version.js';
import type { RuleError } from './findings.js';
import { citation } from './rules.js';
import { mostErrors, validateStatement, type ValidationOptions } from './statement.js';

export type BatchValidationResult =
  | { readonly ok: true; readonly statements: readonly Statement[] }
  | { readonly ok: false; readonly errors: readonly RuleError[] };

/**
 * The body of a POST: one statement or an array. A batch is legal as a whole or not at all; paths of an array begin
 * with the statement's place (`[3].actor.mbox`).
 */
export function validateBatch(
  body: unknown,
  version: XapiVersion,
  options: ValidationOptions = {},
): BatchValidationResult {
  return atOnce(batchValidation(body, version, options));
}

/** The same, one step a statement: between two steps whoever runs it may let others go on. */
export function* batchValidation(
  body: unknown,
  version: XapiVersion,
  options: ValidationOptions = {},
): Steps<BatchValidationResult> {
  if (!Array.isArray(body)) {
    const result = validateStatement(body, version, options);
    return result.ok ? { ok: true, statements: [result.statement] } : result;
  }
  const limit = options.all === true ? mostErrors : 1;
  const errors: RuleError[] = [];
  const statements: Statement[] = [];
  const ids = new Set<string>();
  for (const [index, value] of (body as unknown[]).entries()) {
    const at = `[${String(index)}]`;
    const result = validateStatement(value, version, options);
    if (result.ok) {
      statements.push(result.statement);
      const id = result.statement.id?.toLowerCase();
      if (id !== undefined && ids.has(id) && version === '2.0.0') {
        const message = 'is the id of another statement of this batch too';
        errors.push({ path: `${at}.id`, message, rule: citation('batch', version) });
      }
      if (id !== undefined) ids.add(id);
    } else {
      for (const error of result.errors) {
        errors.push({ ...error, path: error.path === '' ? at : `${at}.${error.path}` });
      }
    }
    if (errors.length >= limit) break;
    yield;
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, statements };
}
