import type { NudgeRule } from '#libs/contracts';

/** The demo's reminder rule: who is likely to stop within two weeks hears from the recommendation service once. */
export const demoRule = (recommenderUrl: string): NudgeRule => ({
  code: 'risk-14',
  name: { zh: '两周内可能中断学习', en: 'Likely to stop within two weeks' },
  enabled: true,
  horizon: '14',
  bar: 0.15,
  usualMultiple: 2,
  windowDays: 14,
  learnerCap: 2,
  dailyCap: 20,
  hours: {
    quiet: { from: '22:00', to: '07:00' },
    clinic: [
      { weekdays: [1, 2, 3, 4, 5], from: '08:00', to: '12:00' },
      { weekdays: [1, 2, 3, 4, 5], from: '14:00', to: '17:30' },
    ],
  },
  goal: { kind: 'active', days: 2 },
  expiresAfterHours: 72,
  holdoutShare: 0,
  recommender: { url: recommenderUrl, identity: false },
});
