import { describe, expect, it } from '@jest/globals';
import type { Chance, Silence } from '#libs/contracts';
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
const silence: Omit<Silence, 'kind'> = {
  since: '2026-11-12',
  days: 12,
  outageDays: 0,
  holidayDays: 0,
  awayDays: 0,
  ordinaryDays: 3,
  anyway: 0.4,
  near: { people: 40, expected: 18.2, heard: 1 },
};
const learning: LearnerSituation = {
  erased: false,
  status: 'started',
  silence: null,
  away: null,
  chance,
  abstention: null,
};

describe("first line of a learner's journey", () => {
  it('tells the chance of somebody who learns', () => {
    expect(learnerSentence(learning).zh).toBe('像这样的 10 位学员，约 3 位会在 14 天内中断学习（2–4 位）。');
  });

  it('says first that an outage of the township is no silence of the learner', () => {
    expect(learnerSentence({ ...learning, silence: { ...silence, kind: 'outage', outageDays: 6 } }).en).toBe(
      'Nothing heard for 12 days; on 6 of them the township had no network and neighbours were not heard either: that does not mean no study, and the estimate leaves those days out. Of 10 learners like this, about 3 stop within 14 days (2 to 4).',
    );
  });

  it.each([
    ['duty', '登记下乡值班至11月26日，期间不提醒。', 'On outreach duty to 26 Nov; no reminders.'],
    ['leave', '登记休假至11月26日，期间不提醒。', 'On leave to 26 Nov; no reminders.'],
    ['holiday', '登记放假至11月26日，期间不提醒。', 'On holiday to 26 Nov; no reminders.'],
  ] as const)('says first of who is on %s until when', (kind, zh, en) => {
    const sentence = learnerSentence({ ...learning, away: { kind, to: '2026-11-26' } });
    expect(sentence.zh.startsWith(zh)).toBe(true);
    expect(sentence.en.startsWith(en)).toBe(true);
  });

  it('suggests a call where the network is there and the learner is not', () => {
    const own = { ...silence, kind: 'disengaged' as const, ordinaryDays: 12 };
    expect(learnerSentence({ ...learning, silence: own }).zh).toMatch(
      /^网络正常，12 天无学习记录，建议电话了解。/,
    );
    expect(learnerSentence({ ...learning, silence: { ...own, ordinaryDays: 6 } })).toEqual(
      learnerSentence(learning),
    );
  });

  it('suggests no call before a duty is over', () => {
    const own = { ...silence, kind: 'disengaged' as const, ordinaryDays: 9, awayDays: 3 };
    const away = { kind: 'duty' as const, to: '2026-11-26' };
    const { zh, en } = learnerSentence({ ...learning, silence: own, away });
    expect(zh).toMatch(
      /^登记下乡值班至11月26日，期间不提醒。此前网络正常，已 9 天无学习记录，结束后建议电话了解。/,
    );
    expect(en).toMatch(
      /^On outreach duty to 26 Nov; no reminders\. Before that, online and no study for 9 days; a call is suggested afterwards\. /,
    );
  });

  it.each([
    [4, 5, '其中 9 天是假期、值班或休假，不计入', '9 of them were holidays, duty or leave and do'],
    [0, 9, '其中 9 天是值班或休假，不计入', '9 of them were duty or leave and do'],
    [9, 0, '其中 9 天是假期，不计入', '9 of them were holidays and do'],
    [
      0,
      12,
      '已 12 天没有学习记录，都是值班或休假，不计入',
      'No study for 12 days: all duty or leave, which do',
    ],
  ])(
    'says which days of a silence do not count: %i of holidays, %i of duty',
    (holidayDays, awayDays, zh, en) => {
      const excused = { ...silence, kind: 'holiday-or-duty' as const, holidayDays, awayDays };
      const sentence = learnerSentence({ ...learning, silence: excused });
      expect(sentence.zh).toContain(zh);
      expect(sentence.en).toContain(en);
    },
  );

  it('says where it is too early to tell', () => {
    const other = { ...silence, kind: 'unknown' as const };
    expect(learnerSentence({ ...learning, silence: other }).zh).toContain('还不足以判断原因。');
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
