import { describe, expect, it } from '@jest/globals';
import { InvalidArgumentError } from 'commander';
import { wholeNumber } from './whole-number.js';

describe('an option that is a whole number', () => {
  it('is read', () => {
    expect(wholeNumber(1)('360')).toBe(360);
    expect(wholeNumber(0)('0')).toBe(0);
  });

  it.each(['abc', '', '-1', '1.5', '1e3', '0', '99999999999999999999'])('is not %j', (text) => {
    expect(() => wholeNumber(1)(text)).toThrow(InvalidArgumentError);
  });
});
