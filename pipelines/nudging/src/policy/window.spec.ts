import { expect, it } from '@jest/globals';
import { windowStart } from './window.js';

it('windows of 14 days change at local midnight and follow each other without a gap', () => {
  // day 20,776 from 1970-01-01 is 2026-11-19 = 14 * 1484
  const windowAt = (instant: string): string => windowStart(new Date(instant), 14, 'Asia/Shanghai');
  expect(windowAt('2026-11-18T23:59:59.999+08:00')).toBe('2026-11-05');
  expect(windowAt('2026-11-19T00:00:00+08:00')).toBe('2026-11-19');
  expect(windowAt('2026-12-02T23:59:59+08:00')).toBe('2026-11-19');
  expect(windowAt('2026-12-03T00:00:00+08:00')).toBe('2026-12-03');
});
