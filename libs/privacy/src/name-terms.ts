import { createHmac } from 'node:crypto';
import type { TenantKeys } from './keyring.js';

/** Writings that people take for the same name: width, case, spaces and the middle dot. */
function normalised(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s·•]+/gu, ' ')
    .trim();
}

/** Keyed hash of what somebody searches for; equal to a term of `nameTerms` where the name matches. */
export function searchTerm(keys: TenantKeys, text: string): Buffer {
  return createHmac('sha256', keys.index)
    .update(`name\0${normalised(text)}`, 'utf8')
    .digest();
}

/** Keyed hashes by which a person is found: the whole name and, for a Chinese one, its pinyin initials (`wjg`). */
export function nameTerms(keys: TenantKeys, name: string): Buffer[] {
  const initials = pinyinInitials(normalised(name));
  const writings = initials === null ? [name] : [name, initials];
  return writings.filter((writing) => normalised(writing) !== '').map((writing) => searchTerm(keys, writing));
}

// First character of each initial in the pinyin order of the Unicode collation (CLDR); no syllable begins with i, u, v.
const firsts: readonly (readonly [letter: string, first: string])[] = [
  ['a', '阿'], ['b', '八'], ['c', '嚓'], ['d', '哒'], ['e', '妸'], ['f', '发'], ['g', '旮'], ['h', '哈'],
  ['j', '讥'], ['k', '咔'], ['l', '垃'], ['m', '痳'], ['n', '拏'], ['o', '噢'], ['p', '妑'], ['q', '七'],
  ['r', '呥'], ['s', '扨'], ['t', '它'], ['w', '穵'], ['x', '夕'], ['y', '丫'], ['z', '帀'],
]; // prettier-ignore
const collator = new Intl.Collator('zh-u-co-pinyin');

/**
 * `王建国` gives `wjg`. null where the name has other than Han characters. Characters of several readings count by the
 * commonest, as everywhere that sorts by pinyin: 单, 曾 and 仇 as surnames are found by the whole name alone.
 */
export function pinyinInitials(name: string): string | null {
  if (!/^\p{Script=Han}+$/u.test(name)) return null;
  return Array.from(name)
    .map((character) => firsts.findLast(([, first]) => collator.compare(first, character) <= 0)?.[0] ?? 'a')
    .join('');
}
