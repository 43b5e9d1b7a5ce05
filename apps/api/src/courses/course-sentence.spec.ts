import { describe, expect, it } from '@jest/globals';
import { courseSentence } from './course-sentence.js';

const running = { week: 6, active: true, learning: 412, done: 38, stopped: 21, mostStopAfter: null };

describe("first line of a course's page", () => {
  it('says where most stop', () => {
    const mostStopAfter = { name: { zh: '药物治疗', en: 'Drug treatment' }, count: 9 };
    expect(courseSentence({ ...running, mostStopAfter })).toEqual({
      zh: '第 6 周：412 人在学，38 人完成，21 人中断。中断的人里，最后学到「药物治疗」的最多（9 人）。',
      en: 'Week 6: 412 learning, 38 done, 21 stopped. Of those who stopped, most were last seen in "Drug treatment" (9).',
    });
  });

  it('hides fewer than five people', () => {
    expect(courseSentence({ ...running, done: null }).zh).toBe(
      '第 6 周：412 人在学，不足 5 人完成，21 人中断。',
    );
  });

  it.each([
    [{ week: 0, active: false }, 'Not begun'],
    [{ week: 40, active: false }, 'Ended'],
  ])('tells a run that is not going on: %j', (when, word) => {
    expect(courseSentence({ ...running, ...when }).en).toMatch(new RegExp(`^${word}:`));
  });
});
