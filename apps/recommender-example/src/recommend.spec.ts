import { describe, expect, it } from '@jest/globals';
import type { NudgeIntent } from '#libs/contracts';
import { recommend } from './recommend.js';

function intentWith(reason: Partial<NudgeIntent['reason']>): NudgeIntent {
  return {
    type: 'snowlight.nudge.intent.v1',
    id: '5b0c2f0e-5d0f-4c39-9d5e-2b1a6f0f4f11',
    createdAt: '2026-11-23T04:30:00.000Z',
    expiresAt: '2026-11-26T04:30:00.000Z',
    tenant: 'default',
    learner: { pid: '7m3k9q0v5x8y2b4c6d1e0f7g8h' },
    course: 'hypertension',
    reason: { kind: 'risk', drivers: [], gaps: [], ...reason },
    constraints: {
      notBefore: '2026-11-23T04:30:00.000Z',
      notAfter: '2026-11-26T04:30:00.000Z',
      quietHours: [],
      channels: [],
    },
    arm: 'treated',
    callback: { url: 'http://127.0.0.1:9/outcome' },
  };
}
const driver = (feature: string, contribution: number) => ({
  feature,
  contribution,
  text: { zh: '', en: '' },
});
const gap = (skill: string, mastery: number) => ({ skill, mastery, lower: 0, upper: 1 });

describe('the next small step', () => {
  it('after a pause is a short video', () => {
    expect(recommend(intentWith({ drivers: [driver('days_since_last', 1.2)] })).kind).toBe('short-video');
  });

  it('after missed meetings is a call by the teacher, for that raises the chance most', () => {
    const drivers = [driver('days_since_last', 0.4), driver('absent_28', 0.9), driver('mean_score', -2)];
    expect(recommend(intentWith({ drivers })).kind).toBe('teacher-call');
  });

  it('after poor answers is a quiz', () => {
    expect(recommend(intentWith({ drivers: [driver('correct_share', 0.9)] })).kind).toBe('quiz');
  });

  it('with gaps is a quiz on the weakest skill', () => {
    const { kind, text } = recommend(intentWith({ gaps: [gap('dosage', 0.6), gap('grading', 0.2)] }));
    expect([kind, text.en]).toEqual(['quiz', 'A 5-minute quiz on grading, to see what you know already.']);
  });

  it('after a question is the teacher, and without any reason a short video', () => {
    expect(recommend(intentWith({ kind: 'question' })).kind).toBe('teacher-call');
    expect(recommend(intentWith({})).kind).toBe('short-video');
  });
});
