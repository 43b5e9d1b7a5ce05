import { describe, expect, it } from '@jest/globals';
import { bytes } from './bytes.js';

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [61_400_000_000, '61.4 GB'],
    [250_000_000_000, '250 GB'],
  ])('%p is %s', (count, text) => {
    expect(bytes(count)).toBe(text);
  });
});
