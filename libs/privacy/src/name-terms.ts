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
  const short = pinyinInitials(normalised(name));
  const writings = short === null ? [name] : [name, short];
  return writings.filter((writing) => normalised(writing) !== '').map((writing) => searchTerm(keys, writing));
}

// First character of each initial in the pinyin order of the Unicode collation (CLDR 48); none begins with i, u or v.
const initials = 'abcdefghjklmnopqrstwxyz';
const firsts = Array.from('吖八嚓咑妸发旮哈丌咔垃呣拏喔妑七呥仨他屲夕丫帀');
const collator = new Intl.Collator('zh-u-co-pinyin');

/**
 * `王建国` gives `wjg`. null where the name has other than Han characters. A character of several
 * readings counts by that of the collation: 曾 as a surname is `c` here, and its bearers are found by the whole name.
 */
export function pinyinInitials(name: string): string | null {
  if (!/^\p{Script=Han}+$/u.test(name)) return null;
  return Array.from(name, (character) => {
    const place = firsts.findLastIndex((first) => collator.compare(first, character) <= 0);
    return initials[Math.max(place, 0)]!;
  }).join('');
}
