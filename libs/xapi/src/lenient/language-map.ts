import { isLanguageTag } from '../data-types/language-tag.js';
import { child, entry } from '../validate/findings.js';
import { shown, type Draft, type Json } from './draft.js';

/** A bare text is one of no declared language; tags are written with a dash. Texts are not quoted: people wrote them. */
export function correctLanguageMap(draft: Draft, parent: Json, key: string, path: string): void {
  const value = parent[key];
  if (typeof value === 'string') {
    const done = 'a bare text became a language map under "und"';
    draft.replace(parent, key, { und: value }, { path, rule: 'language-map', done });
    return;
  }
  draft.emptyMap(parent, key, path);
  const map = draft.part(parent, key);
  if (map === undefined) return;
  const at = child(path, key);
  draft.dropNulls(map, at);
  for (const tag of Object.keys(map)) {
    const legal = legalTag(tag);
    if (legal === undefined || Object.hasOwn(map, legal)) continue;
    map[legal] = map[tag];
    Reflect.deleteProperty(map, tag);
    draft.note(entry(at, tag), 'language-tag', `${shown(tag)} became ${shown(legal)}`);
  }
}

export function correctLanguage(draft: Draft, parent: Json, key: string, path: string): void {
  const tag = parent[key];
  const legal = typeof tag === 'string' ? legalTag(tag) : undefined;
  if (legal !== undefined) draft.replace(parent, key, legal, { path, rule: 'language-tag' });
}

/** What an illegal tag certainly means; undefined for a legal one, and where it is not certain. */
function legalTag(tag: string): string | undefined {
  if (isLanguageTag(tag)) return undefined;
  const written = tag.trim() === '' ? 'und' : tag.trim().replaceAll('_', '-');
  return isLanguageTag(written) ? written : undefined;
}
