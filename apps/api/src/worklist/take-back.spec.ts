import { describe, expect, it } from '@jest/globals';
import { type RowNow, takeBack } from './take-back.js';

const row: RowNow = {
  state: 'open',
  promised: false,
  status: 'started',
  level: 'contact',
  eventsSince: 0,
  oldestLate: null,
  now: new Date('2026-11-24T12:00:00Z'),
};

describe('a row that is taken back', () => {
  it('stands while there is a sign', () => {
    expect(takeBack(row)).toBeNull();
    expect(takeBack({ ...row, level: 'watch', oldestLate: '2026-11-20T12:00:00Z' })).toBeNull();
  });

  it('goes when a late batch changes the chance, and says how old the records are', () => {
    expect(
      takeBack({ ...row, level: 'none', oldestLate: '2026-11-21T11:00:00Z', eventsSince: 2 })?.text,
    ).toEqual({
      zh: '刚收到 3 天前的学习记录，已移出。',
      en: 'Records of 3 days ago have just arrived: taken off.',
    });
  });

  it('goes when the learner has studied since, has completed or has left', () => {
    expect(takeBack({ ...row, level: 'none', eventsSince: 1 })?.text.en).toBe(
      'Has studied since: taken off.',
    );
    expect(takeBack({ ...row, status: 'completed' })?.text.zh).toBe('已完成课程，已移出。');
    expect(takeBack({ ...row, status: null })?.text.en).toBe('No longer learning here: taken off.');
  });

  it('keeps a promised call and what is done', () => {
    expect(takeBack({ ...row, level: 'none', promised: true })).toBeNull();
    expect(takeBack({ ...row, level: 'none', state: 'done' })).toBeNull();
  });

  it('stands where the model gives no estimate now', () => {
    expect(takeBack({ ...row, level: null })).toBeNull();
  });
});
