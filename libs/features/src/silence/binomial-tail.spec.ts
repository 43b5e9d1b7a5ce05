import { describe, expect, it } from '@jest/globals';
import { binomialTail } from './binomial-tail.js';

describe('tail of a binomial', () => {
  it.each([
    [0, 3, 0.5, 1 / 8],
    [1, 3, 0.5, 4 / 8],
    [2, 10, 0.3, 0.3827827864],
    [0, 20, 0.1, 0.1215766546],
    [3, 3, 0.9, 1],
    [-1, 3, 0.5, 0],
    [0, 3, 0, 1],
    [2, 3, 1, 0],
    [0, 0, 0.5, 1],
  ])('of at most %d in %d at %d', (most, trials, chance, probability) => {
    expect(binomialTail(most, trials, chance)).toBeCloseTo(probability, 9);
  });
});
