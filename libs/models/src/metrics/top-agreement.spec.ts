import { describe, expect, it } from '@jest/globals';
import { topAgreement } from './top-agreement.js';

describe('agreement of the strongest', () => {
  it('counts the same first, the same three in any order, and what they share', () => {
    const a = [['+x', '+y', '-z'], ['+x', '+y', '-z'], ['+x', '+y', '-z', '+w'], []];
    const b = [['+x', '-z', '+y'], ['+y', '+x', '+w'], ['-x', '+y', '-z'], []];
    expect(topAgreement(a, b, 3)).toEqual({
      rows: 4,
      first: 2 / 4,
      all: 2 / 4,
      overlap: expect.closeTo((1 + 2 / 3 + 2 / 3 + 1) / 4, 12),
    });
  });

  it('refuses explanations of other rows', () => {
    expect(() => topAgreement([[]], [], 3)).toThrow('1 rows against 0');
  });
});
