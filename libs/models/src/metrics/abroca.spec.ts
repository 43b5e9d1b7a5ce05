import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '../random.js';
import { abroca, groupGap } from './abroca.js';
import { rankOutcomes } from './ranked-outcomes.js';
import { areaUnderRoc } from './ranking.js';

/** Rows of two groups; the chances of the second tell less by `noise`. */
function twoGroups(rows: number, seed: number, noise: number) {
  const random = new SeededRandom(seed);
  const group = Array.from({ length: rows }, (_, i) => 1 + (i % 2));
  const labels = group.map(() => Number(random.bernoulli(0.4)));
  const chances = labels.map(
    (label, i) => label + random.normal() + (group[i] === 2 ? noise : 0) * random.normal(),
  );
  const ranked = rankOutcomes(labels, chances);
  return { ranked, labels, chances, group, groupOf: Uint8Array.from(ranked.row, (row) => group[row]!) };
}

describe('abroca', () => {
  it('is as worked by hand where curves cross', () => {
    // group 1: positives .9 .1, negatives .8 .7: (0,.5) (1,.5) (1,1); group 2: negative .6, positives .5 .4, negative .3:
    // (.5,0) (.5,1) (1,1). Between: .5 * .5 up to .5, then .5 * .5.
    const labels = [1, 1, 0, 0, 0, 1, 1, 0];
    const chances = [0.9, 0.1, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3];
    const ranked = rankOutcomes(labels, chances);
    const groupOf = Uint8Array.from(ranked.row, (row) => (row < 4 ? 1 : 2));
    expect(abroca(ranked, groupOf)).toBeCloseTo(0.5, 12);
  });

  it('of tied chances takes the crossing of sloping lines', () => {
    // group 1: one tie, the diagonal; group 2: (0,.5) (1,.5) (1,1): two triangles of .5 * .5 / 2
    const labels = [1, 1, 0, 0, 1, 0, 0, 1];
    const chances = [0.5, 0.5, 0.5, 0.5, 0.9, 0.6, 0.4, 0.1];
    const ranked = rankOutcomes(labels, chances);
    const groupOf = Uint8Array.from(ranked.row, (row) => (row < 4 ? 1 : 2));
    expect(abroca(ranked, groupOf)).toBeCloseTo(0.25, 12);
  });

  it('is the difference of the areas where one curve lies above the other, and never less', () => {
    const { ranked, labels, chances, group, groupOf } = twoGroups(4000, 1, 3);
    const areas = [1, 2].map((one) => {
      const rows = [...labels.keys()].filter((row) => group[row] === one);
      return areaUnderRoc(
        rows.map((row) => labels[row]!),
        rows.map((row) => chances[row]!),
      );
    });
    const gap = abroca(ranked, groupOf);
    expect(gap).toBeGreaterThanOrEqual(Math.abs(areas[0]! - areas[1]!) - 1e-12);
    expect(gap).toBeCloseTo(Math.abs(areas[0]! - areas[1]!), 2);
  });

  it('cannot be told of a group that lacks an outcome', () => {
    const ranked = rankOutcomes([1, 0, 1, 1], [0.1, 0.2, 0.3, 0.4]);
    expect(abroca(ranked, Uint8Array.of(1, 1, 2, 2))).toBeNaN();
    expect(groupGap(ranked, Uint8Array.of(1, 1, 2, 2), { seed: 1 })).toBeNull();
  });
});

describe('the permutation null', () => {
  it('finds a gap that is there', () => {
    const { ranked, groupOf } = twoGroups(600, 2, 4);
    const gap = groupGap(ranked, groupOf, { seed: 1, permutations: 199 })!;
    expect(gap.abroca).toBeGreaterThan(gap.nullUpper);
    expect(gap.pValue).toBe(1 / 200);
  });

  it('rejects groups that differ in nothing at about its stated rate', () => {
    let rejected = 0;
    const trials = 120;
    for (let trial = 0; trial < trials; trial++) {
      const { ranked, groupOf } = twoGroups(80, 100 + trial, 0);
      if (groupGap(ranked, groupOf, { seed: trial, permutations: 99 })!.pValue <= 0.05) rejected++;
    }
    // 6 expected; 95 % of binomial draws lie from 2 to 11
    expect(rejected).toBeLessThanOrEqual(12);
    expect(rejected).toBeGreaterThanOrEqual(1);
  });

  it('shows how large a gap chance alone gives small groups', () => {
    const { ranked, groupOf } = twoGroups(30, 3, 0);
    expect(groupGap(ranked, groupOf, { seed: 1, permutations: 99 })!.nullUpper).toBeGreaterThan(0.15);
  });
});
