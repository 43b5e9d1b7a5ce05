import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '../../random.js';
import { DoubleSorter } from './sort-doubles.js';

const random = new SeededRandom(3);
const drawn = (length: number, draw: () => number): Float64Array => Float64Array.from({ length }, draw);

describe('DoubleSorter', () => {
  it.each([
    ['none', drawn(0, () => 1)],
    ['few', drawn(20, () => random.normal())],
    ['normal values', drawn(5000, () => random.normal())],
    ['positive ones of all sizes', drawn(3000, () => Math.exp(80 * random.normal()))],
    ['negative ones alone', drawn(2000, () => -1 - random.uniform())],
    ['whole numbers with many ties', drawn(4000, () => random.integer(9) - 4)],
    ['one value', drawn(3000, () => 7.5)],
    [
      'the outermost',
      drawn(2900, () => [Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, 0][random.integer(4)]!),
    ],
  ])('sorts %s', (_, values) => {
    const expected = values.toSorted();
    new DoubleSorter().sort(values);
    expect(values).toEqual(expected);
  });

  it('keeps nothing of the column before', () => {
    const sorter = new DoubleSorter();
    sorter.sort(drawn(5000, () => random.normal()));
    const values = drawn(2500, () => random.normal());
    const expected = values.toSorted();
    sorter.sort(values);
    expect(values).toEqual(expected);
  });
});
