import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextUp } from './bin-bounds.js';
import { binOf, fitBinMapper, FittingMemory } from './bin-mapper.js';

const fit = (
  values: Float64Array,
  hasMissing: boolean,
  maxBin = 255,
  minDataInBin = 1,
): ReturnType<typeof fitBinMapper> =>
  fitBinMapper(values, hasMissing, { maxBin, minDataInBin, useMissing: true, zeroAsMissing: false }, memory);
const memory = new FittingMemory();

describe('fitBinMapper', () => {
  it('gives few distinct values a bin each, cut half way', () => {
    const mapper = fit(Float64Array.of(3, 1, 2, 1), false);
    expect([...mapper.upperBounds]).toEqual([1e-35, nextUp(1.5), nextUp(2.5), Infinity]);
    expect(mapper).toMatchObject({ numBins: 4, missingBin: -1, range: [1, 3] });
  });

  it('merges values until a bin holds the least number of rows', () => {
    expect([...fit(Float64Array.of(1, 2, 3, 4), false, 255, 2).upperBounds]).toEqual([
      1e-35,
      nextUp(2.5),
      Infinity,
    ]);
  });

  it('keeps zero apart from what is below and above it', () => {
    const mapper = fit(Float64Array.of(-2, -1, 0, 0, 0, 1), false, 255, 1);
    expect([...mapper.upperBounds]).toEqual([nextUp(-1.5), -1e-35, 1e-35, Infinity]);
    expect(mapper).toMatchObject({ usualBin: 2, unusual: 0.5, range: [-2, 1] });
    expect(fit(Float64Array.of(0, -3, 0, NaN), true).range).toEqual([-3, 0]);
    expect(fit(Float64Array.of(NaN, 0), true).range).toEqual([0, 0]);
  });

  it('puts missing values into the last bin', () => {
    const mapper = fit(Float64Array.of(NaN, 1, 2), true, 255, 1);
    expect(mapper).toMatchObject({ numBins: 4, missingBin: 3 });
    expect(binOf(mapper, NaN)).toBe(3);
  });

  it('gives a frequent value its own bin and shares the rest evenly', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => (i < 500 ? 700 : i + 0.5));
    const mapper = fit(values, false, 11, 1);
    expect(mapper.numBins).toBeLessThanOrEqual(11);
    const bin = binOf(mapper, 700);
    expect(binOf(mapper, 699.5)).toBeLessThan(bin);
    expect(binOf(mapper, 701.5)).toBeGreaterThan(bin);
  });

  it('never has more bins than asked for, and keeps the order of values', () => {
    const value = fc.oneof(
      fc.integer({ min: -5, max: 5 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1 }),
        fc.integer({ min: 2, max: 255 }),
        fc.boolean(),
        (values, maxBin, hasMissing) => {
          const mapper = fit(Float64Array.from(values), hasMissing, maxBin, 1);
          expect(mapper.numBins).toBeLessThanOrEqual(maxBin);
          const bins = Float64Array.from(values)
            .sort()
            .map((x) => binOf(mapper, x));
          expect(bins).toEqual(bins.toSorted());
        },
      ),
      { seed: 1 },
    );
  });
});
