import { describe, expect, it } from '@jest/globals';
import type { Region } from '#libs/postgres';
import { landingOf } from './landing.js';

const region = (code: string, level: Region['level']): Region => ({
  code,
  level,
  parent: null,
  name: { zh: code, en: code },
  validFrom: '1970-01-01',
  validTo: null,
  path: [code],
});

describe('landing after sign-in', () => {
  it.each([
    ['a county manager at the calls of the day', 'manager', 'c1', [region('c1', 'county')], '/today'],
    ['a province manager at the overview', 'manager', 'p/1', [region('p/1', 'province')], '/regions/p%2F1'],
    ['a manager of everything at the overview', 'manager', null, [region('p1', 'province')], '/regions/p1'],
    ['a teacher at the courses', 'teacher', 'c1', [region('c1', 'county')], '/courses'],
    ['a researcher at the courses', 'researcher', null, [], '/courses'],
    ['a campaign operator at the campaigns', 'campaigner', null, [], '/campaigns'],
    ['an operator at the system', 'operator', null, [], '/system'],
  ] as const)('%s', (_, role, root, regions, landing) => {
    expect(landingOf([{ role, region: root }], regions)).toBe(landing);
  });

  it('prefers calls to every other duty', () => {
    expect(
      landingOf(
        [
          { role: 'operator', region: null },
          { role: 'manager', region: 'c1' },
        ],
        [region('c1', 'county')],
      ),
    ).toBe('/today');
  });
});
