import { describe, expect, it } from '@jest/globals';
import { createKeyring } from './keyring.js';
import { nameTerms, pinyinInitials, searchTerm } from './name-terms.js';

const keyring = createKeyring('a root secret of at least 32 characters');
const keys = keyring.tenant('default');
const finds = (text: string, name: string) =>
  nameTerms(keys, name).some((term) => term.equals(searchTerm(keys, text)));

describe('looking a person up', () => {
  it.each([
    ['王建国', 'wjg'],
    ['李秀英', 'lxy'],
    ['欧阳娜娜', 'oynn'],
    ['安然', 'ar'],
    ['赵子龙', 'zzl'],
    ['儿', 'e'],
    ['他龙马', 'tlm'],
    ['仨任萨', 'srs'],
    ['喔妈打', 'omd'],
    ['几屲吖', 'jwa'],
  ])('%s has the initials %s', (name, initials) => {
    expect(pinyinInitials(name)).toBe(initials);
  });

  it.each([
    ['王建国', '王建国'],
    [' 王建国 ', '王建国'],
    ['WJG', '王建国'],
    ['wjg', '王建国'],
    ['ann  lee', 'Ann Lee'],
    ['阿依古丽 买买提', '阿依古丽·买买提'],
    ['Ａｎｎ', 'Ann'],
  ])('"%s" finds %s', (text, name) => {
    expect(finds(text, name)).toBe(true);
  });

  it.each([
    ['王建', '王建国'],
    ['wj', '王建国'],
    ['al', 'Ann Lee'],
    ['', '王建国'],
  ])('"%s" does not find %s', (text, name) => {
    expect(finds(text, name)).toBe(false);
  });

  it('gives other hashes in another tenant', () => {
    expect(searchTerm(keyring.tenant('other'), 'wjg').equals(searchTerm(keys, 'wjg'))).toBe(false);
  });

  it('finds nobody by an empty name', () => {
    expect(nameTerms(keys, ' ')).toEqual([]);
  });
});
