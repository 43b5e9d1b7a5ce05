import { expect, it } from '@jest/globals';
import { HandlingRecord } from './handling-record.js';

it('a batch that fails again and again is told by its age, until it is handled', () => {
  let now = 10_000;
  const record = new HandlingRecord(() => now);
  record.failed(3);
  now += 2500;
  record.failed(3);
  record.failed(0);
  expect(record.stats).toEqual({
    failures: 3,
    failing: [
      { partition: 3, seconds: 2.5 },
      { partition: 0, seconds: 0 },
    ],
  });
  record.ended(3);
  expect(record.stats).toEqual({ failures: 3, failing: [{ partition: 0, seconds: 0 }] });
});
