import { describe, expect, it } from '@jest/globals';
import type { Chance } from '#libs/contracts';
import { learnerSentence, type LearnerSituation } from './learner-sentence.js';

const chance: Chance = {
  horizonDays: 14,
  probability: 0.29,
  lower: 0.21,
  upper: 0.38,
  level: 'contact',
  model: 'm1',
  scoredAt: '2026-11-23T06:00:00.000Z',
};
const learning: LearnerSituation = {
  erased: false,
  status: 'started',
  silence: null,
  chance,
  abstention: null,
};

describe("first line of a learner's journey", () => {
  it('tells the chance of somebody who learns', () => {
    expect(learnerSentence(learning).zh).toBe('像这样的 10 位学员，约 3 位会在 14 天内中断学习（2–4 位）。');
  });

  it('says first that an offline device is no proof of silence', () => {
    expect(learnerSentence({ ...learning, silence: { looksOffline: true, days: 6 } }).en).toBe(
      'Not synced for 6 days; that does not mean no study. Of 10 learners like this, about 3 stop within 14 days (2 to 4).',
    );
  });

  it('suggests a call where the network is there and the learner is not', () => {
    expect(learnerSentence({ ...learning, silence: { looksOffline: false, days: 12 } }).zh).toMatch(
      /^网络正常，12 天无学习记录，建议电话了解。/,
    );
  });

  it('gives no estimate where the model gives none', () => {
    const text = {
      zh: '入学 3 天，资料不足，暂不判断。',
      en: 'Enrolled 3 days: not enough data, no estimate.',
    };
    expect(
      learnerSentence({ ...learning, chance: null, abstention: { why: 'short-history', text } }),
    ).toEqual(text);
  });

  it.each([
    ['completed', 'Has completed the course.'],
    ['withdrew', 'Has left the course.'],
  ])('gives no chance to who has %s', (status, sentence) => {
    expect(learnerSentence({ ...learning, status }).en).toBe(sentence);
  });

  it('says of an erased person only that', () => {
    expect(learnerSentence({ ...learning, erased: true }).zh).toBe('该学员资料已删除。');
  });
});
