import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '../random.js';
import { bootstrapInterval } from './bootstrap.js';

describe('bootstrapInterval', () => {
  const random = new SeededRandom(1);
  const values = Float64Array.from({ length: 400 }, () => random.normal());
  const mean = (rows: Int32Array): number => rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;
  const rowsAlone = Array.from(values.keys());

  it('is about mean -+ 1.96 standard errors for independent rows', () => {
    const { lower, upper } = bootstrapInterval(rowsAlone, mean, { seed: 2 });
    expect((upper - lower) / 2).toBeCloseTo(1.96 / Math.sqrt(400), 1);
    expect(lower).toBeLessThan(mean(Int32Array.from(rowsAlone)));
    expect(upper).toBeGreaterThan(mean(Int32Array.from(rowsAlone)));
  });

  it('widens where rows come in clusters', () => {
    // every value four times: four times the rows, no more knowledge
    const fourfold = rowsAlone.flatMap((row) => [row, row, row, row]);
    const quarterMean = (rows: Int32Array): number => mean(rows.map((row) => row >> 2));
    const clustered = bootstrapInterval(fourfold, quarterMean, { seed: 2 });
    const naive = bootstrapInterval(Array.from(fourfold.keys()), quarterMean, { seed: 2 });
    const ratio = (clustered.upper - clustered.lower) / (naive.upper - naive.lower);
    expect(ratio).toBeGreaterThan(1.7);
    expect(ratio).toBeLessThan(2.3);
  });

  it('is the same for the same seed', () => {
    expect(bootstrapInterval(rowsAlone, mean, { seed: 9 })).toEqual(
      bootstrapInterval(rowsAlone, mean, { seed: 9 }),
    );
  });

  it('has no bounds where the statistic is never defined', () => {
    expect(bootstrapInterval([1, 2], () => NaN, { seed: 1, replicates: 10 })).toEqual({
      lower: NaN,
      upper: NaN,
    });
  });
});
