import { describe, expect, it } from '@jest/globals';
import { entityTag } from './answer.interceptor.js';

describe('tag of an answer', () => {
  it('is the same while nothing but the time of asking changed', () => {
    expect(entityTag({ asOf: '1', now: '1', rows: [1] })).toBe(entityTag({ asOf: '2', now: '2', rows: [1] }));
  });

  it('differs with the content', () => {
    expect(entityTag({ asOf: '1', rows: [1] })).not.toBe(entityTag({ asOf: '1', rows: [2] }));
  });

  it('is weak', () => {
    expect(entityTag({})).toMatch(/^W\/"[\w-]{22}"$/);
  });
});
