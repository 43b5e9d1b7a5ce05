import { expect, it } from '@jest/globals';
import { scoredAt } from './newest.query.js';

const now = new Date('2026-11-26T08:00:00Z');
const asked = { tenant: 't', runs: ['r', 'other'], learners: ['l'], asof: '2026-11-27' };
const withNewest = (newest: string) => ({
  query: () =>
    Promise.resolve([
      { run: 'other', newest: Date.parse('2027-01-01') },
      { run: 'r', newest: Date.parse(newest) },
    ]) as never,
});

it.each([
  ['now, where the last is older', '2026-11-26T07:59:00Z', '2026-11-26T08:00:00.000Z'],
  ['now, where there is none', '1970-01-01T00:00:00Z', '2026-11-26T08:00:00.000Z'],
  [
    'just after the last, where a clock ahead has given it',
    '2026-11-26T09:00:00Z',
    '2026-11-26T09:00:00.001Z',
  ],
])('a score is of %s', async (_when, newest, expected) => {
  expect((await scoredAt(withNewest(newest), now, asked))('r').toISOString()).toBe(expected);
});
