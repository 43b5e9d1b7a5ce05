import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Random } from './random.js';

const draws = (random: Random, count: number): number[] =>
  Array.from({ length: count }, () => random.uniform());
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('Random', () => {
  it('gives the same numbers under the same name and others under another', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.integer(), (seed, name, day) => {
        expect(draws(new Random(seed, name, day), 5)).toEqual(draws(new Random(seed, name, day), 5));
        expect(draws(new Random(seed, name, day), 5)).not.toEqual(draws(new Random(seed, name, day + 1), 5));
        expect(draws(new Random(seed, name, day), 5)).not.toEqual(draws(new Random(seed + 1, name, day), 5));
      }),
    );
  });

  it('begins anew when renamed, whatever was drawn before', () => {
    const random = new Random(1, 'a');
    random.normal();
    expect(random.rename(2, 'b').normal()).toBe(new Random(2, 'b').normal());
  });

  it('is uniform across neighbouring names: the first draws of 20,000 days fill ten bins evenly', () => {
    const bins = new Array<number>(10).fill(0);
    for (let day = 0; day < 20_000; day++)
      bins[Math.floor(10 * new Random(7, 'day', 3, day).uniform())]! += 1;
    const chiSquare = bins.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    // 27.9 is the 99.9 % point of chi-square with 9 degrees of freedom.
    expect(chiSquare).toBeLessThan(27.9);
  });

  it('draws normal, exponential and Poisson numbers with the means that were asked for', () => {
    const random = new Random(11);
    const many = <T>(draw: () => T): T[] => Array.from({ length: 20_000 }, draw);
    const normal = many(() => random.normal(3, 2));
    expect(mean(normal)).toBeCloseTo(3, 1);
    expect(Math.sqrt(mean(normal.map((value) => (value - 3) ** 2)))).toBeCloseTo(2, 1);
    expect(mean(many(() => random.exponential(0.5)))).toBeCloseTo(0.5, 1);
    expect(mean(many(() => random.poisson(1.5)))).toBeCloseTo(1.5, 1);
  });

  it('writes UUIDs of version 4 and the RFC variant', () => {
    const random = new Random(5);
    for (let count = 0; count < 1000; count++) {
      expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it('refuses to pick from nothing', () => {
    expect(() => new Random(1).pick([])).toThrow(RangeError);
  });

  it('shuffles without losing anything', () => {
    expect(new Random(1).shuffled([1, 2, 3, 4, 5]).sort()).toEqual([1, 2, 3, 4, 5]);
  });
});
