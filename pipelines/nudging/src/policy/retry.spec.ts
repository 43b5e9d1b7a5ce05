import { describe, expect, it } from '@jest/globals';
import { dayOfRetries, retryWait } from './retry.js';

const hour = 3_600_000;

describe('waits between attempts', () => {
  it('grow fourfold from 5 s and stay at 4 h', () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 8].map((failures) =>
      retryWait(failures, 0, 0.9999999999, dayOfRetries),
    );
    expect(longest).toEqual([5, 20, 80, 320, 1280, 5120, 14_400, 14_400].map((seconds) => seconds * 1000));
  });

  it('are drawn from the upper half of their step', () => {
    expect(retryWait(2, 0, 0, dayOfRetries)).toBe(10_000);
    expect(retryWait(2, 0, 0.5, dayOfRetries)).toBe(15_000);
  });

  it('end after a day: what would begin later is not tried', () => {
    expect(retryWait(9, 20 * hour, 0, dayOfRetries)).toBe(2 * hour);
    expect(retryWait(9, 22 * hour + 1, 0, dayOfRetries)).toBeNull();
  });

  it('eleven or more attempts fit into the day', () => {
    let [elapsed, attempts] = [0, 1];
    for (;;) {
      const wait = retryWait(attempts, elapsed, 0.9999999999, dayOfRetries);
      if (wait === null) break;
      elapsed += wait;
      attempts += 1;
    }
    expect(attempts).toBe(12);
  });
});
