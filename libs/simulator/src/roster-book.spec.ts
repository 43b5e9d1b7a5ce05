import { describe, expect, it } from '@jest/globals';
import { mergeRosters } from './roster-book.js';

const account = { homePage: 'https://lms.yunling.example', name: 'rd-000001' };
const registeredAt = '2026-09-20T01:00:00.000Z';

describe('mergeRosters', () => {
  it('keeps the last word on an enrolment and the enrolments in other runs', () => {
    const merged = mergeRosters([
      {
        learners: [{ account, region: '520121100200' }],
        enrolments: [{ account, run: 'a', registeredAt, status: 'registered' }],
      },
      { enrolments: [{ account, run: 'b', registeredAt, status: 'registered' }] },
      { enrolments: [{ account, run: 'a', registeredAt, status: 'started' }] },
    ]);
    expect(merged.learners).toHaveLength(1);
    expect(merged.enrolments?.map(({ run, status }) => [run, status])).toEqual([
      ['a', 'started'],
      ['b', 'registered'],
    ]);
  });

  it('does not take back a withdrawal when the start arrives after it', () => {
    const statusAt = '2026-10-02T01:00:00.000Z';
    const merged = mergeRosters([
      { enrolments: [{ account, run: 'a', registeredAt, status: 'withdrew', statusAt }] },
      { enrolments: [{ account, run: 'a', registeredAt, status: 'started', statusAt: registeredAt }] },
    ]);
    expect(merged.enrolments?.map(({ status }) => status)).toEqual(['withdrew']);
  });

  it('keeps every duty of a learner, and the last word on one', () => {
    const duty = { account, kind: 'duty' as const, from: '2026-10-02', to: '2026-10-06' };
    const merged = mergeRosters([
      { learners: [{ account, region: '520121100200' }], duties: [duty] },
      { duties: [{ ...duty, from: '2026-11-02', to: '2026-11-06' }] },
      { duties: [{ ...duty, to: '2026-10-08' }] },
    ]);
    expect(merged.learners).toHaveLength(1);
    expect(merged.duties?.map(({ from, to }) => [from, to])).toEqual([
      ['2026-10-02', '2026-10-08'],
      ['2026-11-02', '2026-11-06'],
    ]);
  });
});
