import { describe, expect, it } from '@jest/globals';
import { Inbox } from './inbox.js';

const hour = 3_600_000;

describe('what has come before', () => {
  it('knows a retry by its newer timestamp and a replay by the same one', () => {
    const inbox = new Inbox();
    expect(inbox.take('a', '100', 0)).toBe('new');
    expect(inbox.take('a', '100', 1)).toBe('replay');
    expect(inbox.take('a', '105', 5_000)).toBe('retry');
    expect(inbox.take('a', '105', 5_001)).toBe('replay');
    expect(inbox.take('b', '105', 5_002)).toBe('new');
  });

  it('is remembered for longer than the day of retries, and then forgotten', () => {
    const inbox = new Inbox();
    inbox.take('a', '100', 0);
    expect(inbox.take('a', '200', 24 * hour)).toBe('retry');
    expect(inbox.take('a', '300', 25 * hour)).toBe('new');
  });
});
