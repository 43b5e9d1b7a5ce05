import type { Correction } from '#libs/contracts';
import { atOnce, type Steps } from '../steps.js';
import { batchValidation, type BatchValidationResult } from '../validate/batch.js';
import { validateStatement, type ValidationOptions } from '../validate/statement.js';
import type { XapiVersion } from '../version.js';
import { correctStatement } from './correct-statement.js';

export type LenientBatchResult =
  | (Extract<BatchValidationResult, { ok: true }> & {
      /** What was put right in the statement of the same place; absent where all were legal as they came. */
      readonly corrections?: readonly (readonly Correction[])[];
    })
  | Extract<BatchValidationResult, { ok: false }>;

/**
 * `validateBatch` for a lenient tenant: illegal statements are corrected where that is certain, and judged again. What
 * is still illegal is refused for what is left. Legal bodies are validated once and cost nothing more.
 */
export function validateLeniently(
  body: unknown,
  version: XapiVersion,
  options: ValidationOptions = {},
): LenientBatchResult {
  return atOnce(lenientValidation(body, version, options));
}

/** The same, one step a statement: between two steps whoever runs it may let others go on. */
export function* lenientValidation(
  body: unknown,
  version: XapiVersion,
  options: ValidationOptions = {},
): Steps<LenientBatchResult> {
  const strict = yield* batchValidation(body, version, options);
  if (strict.ok) return strict;
  const sent: readonly unknown[] = Array.isArray(body) ? body : [body];
  const values: unknown[] = [];
  const corrections: (readonly Correction[])[] = [];
  for (const value of sent) {
    const isLegal = validateStatement(value, version).ok;
    const corrected = isLegal ? { value, corrections: [] } : correctStatement(value, version);
    values.push(corrected.value);
    corrections.push(corrected.corrections);
    yield;
  }
  const again = yield* batchValidation(Array.isArray(body) ? values : values[0], version, options);
  return again.ok ? { ...again, corrections } : again;
}
