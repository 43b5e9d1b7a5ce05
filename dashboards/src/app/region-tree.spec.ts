import { describe, expect, it } from '@jest/globals';
import { regionSteps } from './region-tree.js';

const region = (code: string, parent: string | null) => ({
  code,
  parent,
  level: 'county',
  name: { zh: code, en: code },
});
const regions = [
  region('county', 'province-not-mine'),
  region('east', 'county'),
  region('west', 'county'),
  region('village', 'east'),
];
const shape = (chosen: string | null) =>
  regionSteps(regions, chosen).map((step) => [
    step.chosen?.code ?? null,
    step.choices.map(({ code }) => code),
  ]);

describe('choosing a place', () => {
  it('starts below the own root, which is no choice', () => {
    expect(shape(null)).toEqual([
      ['county', ['county']],
      [null, ['east', 'west']],
    ]);
  });

  it('goes down to a village and no further', () => {
    expect(shape('village')).toEqual([
      ['county', ['county']],
      ['east', ['east', 'west']],
      ['village', ['village']],
    ]);
  });

  it('takes a place outside of the own tree as none', () => {
    expect(shape('elsewhere')).toEqual(shape(null));
  });

  it('lets several roots be chosen from', () => {
    expect(regionSteps([region('a', null), region('b', null)], null)).toHaveLength(1);
  });
});
