import { describe, expect, it } from '@jest/globals';
import type { Mapper } from './mapper.js';
import { planUnits } from './plan-units.js';

const mapper = (numBins: number, unusual: number): Mapper => ({
  kind: 'numeric',
  upperBounds: new Float64Array(numBins),
  numBins,
  missingType: 'none',
  nanIsZero: false,
  missingBin: -1,
  usualBin: 0,
  unusual,
  range: [0, 1],
});
const repeat = (count: number, numBins: number, unusual: number): Mapper[] =>
  Array.from({ length: count }, () => mapper(numBins, unusual));
const sizes = (mappers: readonly Mapper[], threads: number): number[] =>
  planUnits(mappers, threads).map(({ features }) => features.length);

describe('planUnits', () => {
  it('packs four features of up to 256 bins, keeps wider ones apart and leaves out those of one bin', () => {
    const plan = planUnits([...repeat(5, 255, 0.9), mapper(257, 0.9), mapper(1, 0)], 1);
    expect(plan).toEqual([
      { kind: 'wide', features: [5] },
      { kind: 'packed', features: [0, 1, 2, 3] },
      { kind: 'packed', features: [4] },
    ]);
  });

  it('gives each thread as many packed units of about the same width', () => {
    expect(sizes(repeat(20, 255, 0.9), 2)).toEqual([4, 3, 3, 4, 3, 3]);
    expect(sizes(repeat(16, 255, 0.9), 2)).toEqual([4, 4, 4, 4]);
    expect(sizes(repeat(1, 255, 0.9), 2)).toEqual([1]);
  });

  it('gives each thread as many sparse units of about the same entries, some four a row', () => {
    expect(sizes(repeat(300, 20, 1 / 32), 1)).toEqual([150, 150]);
    expect(sizes(repeat(300, 20, 1 / 32), 3)).toEqual([100, 100, 100]);
    expect(sizes(repeat(40, 20, 1 / 32), 2)).toEqual([20, 20]);
    expect(sizes([...repeat(6, 20, 0.125), ...repeat(12, 20, 0.0625)], 2)).toEqual([6, 12]);
  });

  it('begins another sparse unit where bins would not fit into 16 bits', () => {
    expect(sizes(repeat(3, 40_000, 0.1), 1)).toEqual([1, 1, 1]);
  });

  it('stores every feature once', () => {
    const mappers = [...repeat(7, 90, 0.5), ...repeat(11, 30, 0.1), ...repeat(2, 300, 0.7)];
    for (const threads of [1, 2, 3, 8]) {
      const stored = planUnits(mappers, threads).flatMap(({ features }) => features);
      expect(stored.sort((a, b) => a - b)).toEqual(Array.from(mappers.keys()));
    }
  });
});
