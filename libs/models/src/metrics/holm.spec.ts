import { describe, expect, it } from '@jest/globals';
import { holm } from './holm.js';

describe('holm', () => {
  it('is as worked by hand', () => {
    // .01 * 4, .02 * 3, .03 * 2 raised to the one before, .04 * 1 likewise
    expect(holm([0.04, 0.01, 0.03, 0.02])).toEqual([0.06, 0.04, 0.06, 0.06]);
  });

  it('never goes beyond 1, and changes no single p-value', () => {
    expect(holm([0.6, 0.7])).toEqual([1, 1]);
    expect(holm([0.3])).toEqual([0.3]);
    expect(holm([])).toEqual([]);
  });
});
