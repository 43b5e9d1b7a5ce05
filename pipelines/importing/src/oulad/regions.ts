import type { Roster } from '#libs/contracts';

const country = 'UK';

/** The Open University's regions, in Chinese. */
const chineseNames: Readonly<Record<string, string>> = {
  'East Anglian Region': '东安格利亚',
  'East Midlands Region': '东米德兰兹',
  Ireland: '爱尔兰',
  'London Region': '伦敦',
  'North Region': '英格兰北部',
  'North Western Region': '英格兰西北部',
  Scotland: '苏格兰',
  'South East Region': '英格兰东南部',
  'South Region': '英格兰南部',
  'South West Region': '英格兰西南部',
  Wales: '威尔士',
  'West Midlands Region': '西米德兰兹',
  'Yorkshire Region': '约克郡',
};

export function regionCode(name: string): string {
  return `${country}/${name}`;
}

/** The regions as a tree of two levels: the country in a province's place, each region in a county's. */
export function regionTree(names: Iterable<string>): Roster['regions'] {
  const always = { validFrom: '1970-01-01', validTo: null };
  const regions = [...names].map((en) => ({
    ...always,
    code: regionCode(en),
    parent: country,
    level: 'county' as const,
    name: { zh: chineseNames[en] ?? en, en },
  }));
  if (regions.length === 0) return [];
  const name = { zh: '英国', en: 'United Kingdom' };
  return [{ ...always, code: country, parent: null, level: 'province', name }, ...regions];
}
