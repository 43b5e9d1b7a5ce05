import { describe, expect, it } from '@jest/globals';
import { eventRule } from './event-rule.js';

describe('how a number was counted', () => {
  it('names the kinds, and the people and days behind the events', () => {
    const { zh, en } = eventRule(['answered', 'video'], { events: 1204, learners: 1, days: 9 });
    expect(zh).toMatch(/^答题、视频记录共 1,204 条，来自 1 位学员，分布在 9 天。/);
    expect(en).toMatch(/^Counted: answers, video actions, 1,204 in all, of 1 learner on 9 days\./);
  });

  it('says so where every kind counts', () => {
    expect(eventRule([], { events: 0, learners: 0, days: 0 }).zh).toMatch(/^各类学习记录共 0 条/);
  });
});
