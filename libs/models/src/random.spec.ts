import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from './random.js';

const moments = (draw: () => number): { mean: number; variance: number } => {
  const draws = Array.from({ length: 100_000 }, draw);
  const mean = draws.reduce((a, b) => a + b) / draws.length;
  return { mean, variance: draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length };
};

describe('SeededRandom', () => {
  it('repeats itself for a seed and differs for its neighbours and for high bits', () => {
    const first = (seed: number): number[] => {
      const random = new SeededRandom(seed);
      return [random.uint32(), random.uint32(), random.uint32()];
    };
    expect(first(42)).toEqual(first(42));
    const firsts = [0, 1, 2, -1, 42, 42 + 2 ** 32].map((seed) => first(seed).join());
    expect(new Set(firsts).size).toBe(6);
  });

  it('draws uniform, normal and integer numbers with the right moments', () => {
    const random = new SeededRandom(1);
    const uniform = moments(() => random.uniform());
    expect(uniform.mean).toBeCloseTo(0.5, 2);
    expect(uniform.variance).toBeCloseTo(1 / 12, 2);
    const normal = moments(() => random.normal());
    expect(Math.abs(normal.mean)).toBeLessThan(0.01);
    expect(Math.abs(normal.variance - 1)).toBeLessThan(0.02);
    const die = moments(() => random.integer(6));
    expect(Math.abs(die.mean - 2.5)).toBeLessThan(0.03);
  });

  it('shuffles to a permutation', () => {
    const shuffled = new SeededRandom(5).shuffle(Int32Array.from({ length: 100 }, (_, i) => i));
    expect([...shuffled]).not.toEqual([...shuffled].sort((a, b) => a - b));
    expect([...shuffled].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('refuses seeds and bounds that are no integers', () => {
    expect(() => new SeededRandom(0.5)).toThrow(RangeError);
    expect(() => new SeededRandom(1).integer(0)).toThrow(RangeError);
  });
});
