import type { Correction } from '#libs/contracts';
import { validateBatch, type BatchValidationResult } from '../validate/batch.js';
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
  const strict = validateBatch(body, version, options);
  if (strict.ok) return strict;
  const sent: readonly unknown[] = Array.isArray(body) ? body : [body];
  const corrected = sent.map((value) =>
    validateStatement(value, version).ok ? { value, corrections: [] } : correctStatement(value, version),
  );
  const values = corrected.map(({ value }) => value);
  const again = validateBatch(Array.isArray(body) ? values : values[0], version, options);
  return again.ok ? { ...again, corrections: corrected.map(({ corrections }) => corrections) } : again;
}
