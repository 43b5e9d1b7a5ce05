import { describe, expect, it } from '@jest/globals';
import { createGeography } from './geography.js';

describe('createGeography', () => {
  const { regions, villages } = createGeography(3);

  it('is a tree of four levels whose codes begin with the code of the county above', () => {
    const byCode = new Map(regions.map((region) => [region.code, region]));
    expect(byCode.size).toBe(regions.length);
    const above = {
      province: undefined,
      county: 'province',
      township: 'county',
      village: 'township',
    } as const;
    for (const region of regions) {
      const parent = region.parent === null ? undefined : byCode.get(region.parent);
      expect(parent?.level).toBe(above[region.level]);
      if (region.level === 'township' || region.level === 'village')
        expect(region.code.startsWith(parent?.code ?? '?')).toBe(true);
    }
  });

  it('has no two villages of one name in a township', () => {
    for (const { code } of regions.filter(({ level }) => level === 'township')) {
      const names = regions.filter(({ parent }) => parent === code).map(({ name }) => name.zh);
      expect(new Set(names).size).toBe(names.length);
    }
    expect(villages.length).toBeGreaterThan(60);
  });
});
