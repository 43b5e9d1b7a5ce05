import type { Correction } from '#libs/contracts';
import {
  correctStatement,
  parseVersion,
  validateStatement,
  type RuleError,
  type Statement,
  type XapiVersion,
} from '#libs/xapi';

export type Legality =
  | {
      readonly ok: true;
      readonly statement: Statement;
      readonly version: XapiVersion;
      readonly corrections: readonly Correction[];
    }
  | { readonly ok: false; readonly error: RuleError };

/**
 * Judges a value by the rules of the version that it names; one that names none by 1.0.3's, and where these refuse a
 * statement that uses what 2.0 has brought, by 2.0's. Of a lenient tenant, an illegal one is put right where that is
 * certain, and judged again.
 */
export function legalStatement(value: unknown, mode: 'strict' | 'lenient' = 'strict'): Legality {
  const first = asItIs(value);
  if (first.ok || mode === 'strict') return first;
  const version = versionOf(value) ?? (usesVersion2(value) ? '2.0.0' : '1.0.3');
  const corrected = correctStatement(value, version);
  const second = asItIs(corrected.value);
  return second.ok ? { ...second, corrections: corrected.corrections } : second;
}

function asItIs(value: unknown): Legality {
  const named = versionOf(value);
  const first = judged(value, named ?? '1.0.3');
  if (first.ok || named !== undefined || !usesVersion2(value)) return first;
  return judged(value, '2.0.0');
}

function judged(value: unknown, version: XapiVersion): Legality {
  const result = validateStatement(value, version);
  if (result.ok) return { ok: true, statement: result.statement, version, corrections: [] };
  // A refused statement has at least one error.
  return { ok: false, error: result.errors[0]! };
}

function versionOf(value: unknown): XapiVersion | undefined {
  const version = (value as { version?: unknown } | null)?.version;
  return typeof version === 'string' ? parseVersion(version) : undefined;
}

function usesVersion2(value: unknown): boolean {
  const context = (value as { context?: object | null } | null)?.context;
  return context != null && ('contextAgents' in context || 'contextGroups' in context);
}
