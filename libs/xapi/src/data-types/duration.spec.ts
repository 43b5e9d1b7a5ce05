import { describe, expect, it } from '@jest/globals';
import { comparableDuration, durationSeconds } from './duration.js';

describe('durations', () => {
  it.each([
    ['PT4H35M59.14S', 16_559.14],
    ['PT16559.14S', 16_559.14],
    ['P4W', 2_419_200],
    ['P1DT12H', 129_600],
    ['PT0.5H', 1800],
    ['PT1,5S', 1.5],
    ['P1Y2M', 36_720_000], // 365 days and 2 times 30
    ['PT0S', 0],
    ['P4W1D', undefined],
    ['PT1.5H1S', undefined],
    ['half an hour', undefined],
  ])('%s is %s s', (text, seconds) => {
    expect(durationSeconds(text)).toBe(seconds);
  });

  it.each([
    ['PT1.239S', 'PT1.23S'],
    ['PT1.230S', 'PT1.23S'],
    ['PT1,2S', 'PT1.2S'],
    ['PT1.00S', 'PT1S'],
    ['PT1.001S', 'PT1S'],
    ['PT60S', 'PT60S'],
    ['PT1M', 'PT1M'],
  ])('%s is compared as %s: cut, not rounded, units kept', (text, form) => {
    expect(comparableDuration(text)).toBe(form);
  });
});
