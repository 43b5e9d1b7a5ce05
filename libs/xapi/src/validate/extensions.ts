import { isIri } from '../data-types/iri.js';
import { entry, isJsonObject, type Findings } from './findings.js';

/**
 * Deepest nesting of an extension's value that is taken. The specification sets none; whatever walks a statement
 * later does so by recursion, and must not be brought down by one.
 */
export const deepestExtension = 500;

export function checkExtensions(value: unknown, path: string, findings: Findings): void {
  if (!isJsonObject(value)) {
    findings.wrongType(path, 'an object', value, 'extensions');
    return;
  }
  for (const key in value) {
    if (!isIri(key)) findings.refuse(entry(path, key), 'must have an IRI as its key', 'extensions');
    const content = value[key];
    if (typeof content === 'object' && content !== null && !isWithin(content, deepestExtension)) {
      const message = `is nested deeper than ${String(deepestExtension)} levels, the limit of this record store`;
      findings.refuse(entry(path, key), message, 'extensions');
    }
  }
}

function isWithin(value: object, levels: number): boolean {
  if (levels === 0) return false;
  for (const part of Object.values(value) as unknown[]) {
    if (typeof part === 'object' && part !== null && !isWithin(part, levels - 1)) return false;
  }
  return true;
}
