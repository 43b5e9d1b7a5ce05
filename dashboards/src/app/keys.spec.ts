import { describe, expect, it } from '@jest/globals';
import { keyName } from './keys.js';

describe('keys', () => {
  it('joins g with the next letter within a second', () => {
    const leader = { at: -Infinity };
    expect(keyName({ key: 'g', timeStamp: 100 }, leader)).toBe('g');
    expect(keyName({ key: 't', timeStamp: 600 }, leader)).toBe('g t');
    expect(keyName({ key: 't', timeStamp: 700 }, leader)).toBe('t');
  });

  it('forgets a g that nothing followed', () => {
    const leader = { at: -Infinity };
    keyName({ key: 'g', timeStamp: 100 }, leader);
    expect(keyName({ key: 't', timeStamp: 1200 }, leader)).toBe('t');
  });
});
