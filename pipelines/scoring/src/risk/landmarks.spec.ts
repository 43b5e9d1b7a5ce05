import { describe, expect, it } from '@jest/globals';
import type { ClickHouse } from '#libs/clickhouse';
import { featureNames, type Silence } from '#libs/features';
import { readLandmarksNow } from './landmarks.js';

const silence = (days: number, ordinaryDays: number): Silence => ({
  kind: 'outage',
  since: 0,
  days,
  outageDays: days - ordinaryDays,
  holidayDays: 0,
  awayDays: 0,
  ordinaryDays,
  anyway: 1,
  near: { people: 8, expected: 4, heard: 0 },
});

/** Everybody was active last on 1 November, and `late` is there since the 18th. */
const clickhouse = {
  query: (_: object, { asof, learners }: { asof: string; learners: readonly string[] }) => {
    const found = ['wang', 'li', 'late']
      .filter((learner) => learners.length === 0 || learners.includes(learner))
      .filter((learner) => learner !== 'late' || asof > '2026-11-18');
    const columns = featureNames.map((name) =>
      found.map(() => (name === 'days_since_last' ? Number(asof.slice(8)) - 2 : null)),
    );
    return Promise.resolve([{ run: 'r', learners: found, columns }]);
  },
} as unknown as Pick<ClickHouse, 'query'>;

describe('features of who is silent', () => {
  it('are those of the ordinary days of the silence alone', async () => {
    const [landmarks] = await readLandmarksNow(
      clickhouse,
      { tenant: 't', runs: ['r'], learners: [], asof: '2026-11-20' },
      new Map([
        [
          'r',
          new Map([
            ['wang', silence(18, 12)],
            // who was not there yet keeps the figures of the day
            ['late', silence(10, 4)],
          ]),
        ],
      ]),
    );
    const { learners, figures } = landmarks!;
    const column = figures.columns[featureNames.indexOf('days_since_last')]!;
    const days = Object.fromEntries(learners.map((learner, row) => [learner, column[row]]));
    expect(days).toEqual({ wang: 12, li: 18, late: 18 });
  });
});
