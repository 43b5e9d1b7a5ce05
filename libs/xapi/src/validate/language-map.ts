import { isLanguageTag } from '../data-types/language-tag.js';
import { entry, isJsonObject, type Findings } from './findings.js';

export function checkLanguageMap(value: unknown, path: string, findings: Findings): void {
  if (!isJsonObject(value)) {
    findings.wrongType(path, 'a language map', value, 'languageMap');
    return;
  }
  for (const tag in value) {
    if (!isLanguageTag(tag)) {
      findings.refuse(entry(path, tag), 'must have an RFC 5646 language tag as its key', 'languageMap');
    }
    const text = value[tag];
    if (typeof text !== 'string') findings.wrongType(entry(path, tag), 'a string', text, 'languageMap');
  }
}
