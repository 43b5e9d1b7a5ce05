import type { NudgeRule } from '#libs/contracts';
import type { CurrentScore } from '#pipelines/nudging';

/** The rule of the nudging specs: half a chance in 14 days, once a fortnight, in village doctors' free hours. */
export function aRule(changes: Partial<NudgeRule> = {}): NudgeRule {
  return {
    code: 'about-to-stop',
    name: { zh: '可能中断学习', en: 'May stop studying' },
    enabled: true,
    horizon: '14',
    bar: 0.5,
    usualMultiple: null,
    windowDays: 14,
    learnerCap: 2,
    dailyCap: 50,
    hours: {
      quiet: { from: '22:00', to: '07:00' },
      clinic: [
        { weekdays: [1, 2, 3, 4, 5], from: '08:00', to: '12:00' },
        { weekdays: [1, 2, 3, 4, 5], from: '14:00', to: '17:30' },
      ],
    },
    goal: { kind: 'active', days: 3 },
    expiresAfterHours: 72,
    holdoutShare: 0,
    recommender: { url: 'http://127.0.0.1:9/nudges', identity: false },
    ...changes,
  };
}

export function aScore(probability: number): CurrentScore {
  return {
    scoredAt: '2026-11-23T04:00:00.000Z',
    chance: { probability, lower: Math.max(0, probability - 0.1), upper: Math.min(1, probability + 0.1) },
    usual: null,
    model: 'risk-test-1',
    reasons: [
      {
        feature: 'days_since_active',
        group: 'recency',
        direction: 'raises',
        contribution: 1.25,
        change: null,
        figure: null,
        text: { zh: '9 天没有打开课程;过去每 2 天一次。', en: 'Not opened for 9 days; every 2 days before.' },
        evidence: null,
      },
    ],
  };
}
