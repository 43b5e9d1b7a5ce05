import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binOf, fitBinMapper, FittingMemory } from './bin-mapper.js';
import { binColumn } from './mapper.js';

const rules = { maxBin: 255, minDataInBin: 1, useMissing: true, zeroAsMissing: false };

describe('binColumn', () => {
  it('gives each value of a column the bin that it has alone, those outside of what was fitted too', () => {
    const value = fc.oneof(
      fc.integer({ min: -9, max: 9 }),
      fc.double({ min: -1e-34, max: 1e-34, noNaN: true }),
      fc.double({ noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), fc.array(value), (fitted, others) => {
        const mapper = fitBinMapper(
          Float64Array.from(fitted),
          fitted.some(Number.isNaN),
          rules,
          new FittingMemory(),
        );
        const column = Float64Array.from([...fitted, ...others]);
        const bins = new Uint16Array(column.length);
        binColumn(mapper, column, bins);
        expect([...bins]).toEqual([...column].map((one) => binOf(mapper, one)));
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
