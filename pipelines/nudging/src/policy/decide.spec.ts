import { describe, expect, it } from '@jest/globals';
import { decide, type NudgeFacts } from './decide.js';
import { aRule, aScore } from '../../../../test/support/nudge-fixtures.js';

// Monday 2026-11-23, 12:30 in Shanghai: the noon break
const facts: NudgeFacts = {
  now: new Date('2026-11-23T12:30:00+08:00'),
  timeZone: 'Asia/Shanghai',
  rule: aRule(),
  arm: 'treated',
  expiresAt: new Date('2026-11-26T12:30:00+08:00'),
  score: aScore(0.6),
  lastActiveDay: '2026-11-14',
  erased: false,
  consent: true,
  away: false,
  enrolment: 'started',
  sentToLearner: 0,
  sentToday: 0,
};
const decided = (changes: Partial<NudgeFacts>) => decide({ ...facts, ...changes });
const suppressed = (reason: string) => ({ kind: 'suppress', reason });

describe('a nudge is held back', () => {
  it.each<[string, Partial<NudgeFacts>]>([
    ['erased', { erased: true }],
    ['rule-off', { rule: aRule({ enabled: false }) }],
    ['expired', { now: facts.expiresAt }],
    ['goal-reached', { lastActiveDay: '2026-11-21' }],
    ['goal-reached', { rule: aRule({ goal: { kind: 'completed' } }), enrolment: 'completed' }],
    ['left-run', { enrolment: 'withdrew' }],
    ['left-run', { enrolment: 'completed' }],
    ['left-run', { enrolment: null }],
    ['on-duty', { away: true }],
    ['abstained', { score: { ...aScore(0.6), chance: null } }],
    ['abstained', { score: null }],
    ['below-bar', { score: aScore(0.49) }],
    ['below-bar', { rule: aRule({ usualMultiple: 4 }), score: { ...aScore(0.6), usual: 0.2 } }],
    ['no-consent', { consent: false }],
    ['capped', { sentToLearner: 2 }],
    ['holdout', { arm: 'holdout' }],
  ])('%s', (reason, changes) => {
    expect(decided(changes)).toEqual(suppressed(reason));
  });

  it('for every other reason before the holdout, so that both arms are counted alike', () => {
    expect(decided({ arm: 'holdout', consent: false })).toEqual(suppressed('no-consent'));
  });

  it('by the calendar: three days ago is no longer one of the last three days', () => {
    // goal: active on 23, 22 or 21 November
    expect(decided({ lastActiveDay: '2026-11-20' })).toEqual({ kind: 'send' });
    expect(decided({ lastActiveDay: null })).toEqual({ kind: 'send' });
  });
});

describe('a nudge goes', () => {
  it('at the bar itself, and where what is usual is not known', () => {
    expect(decided({ score: aScore(0.5) })).toEqual({ kind: 'send' });
    expect(decided({ rule: aRule({ usualMultiple: 4 }), score: { ...aScore(0.6), usual: null } })).toEqual({
      kind: 'send',
    });
    expect(decided({ rule: aRule({ usualMultiple: 4 }), score: { ...aScore(0.6), usual: 0.15 } })).toEqual({
      kind: 'send',
    });
  });

  it('later, when the clinic is over', () => {
    expect(decided({ now: new Date('2026-11-23T14:00:00+08:00') })).toEqual({
      kind: 'wait',
      until: new Date('2026-11-23T17:30:00+08:00'),
    });
  });

  it('tomorrow at seven, when the tenant has sent its fill of the day', () => {
    expect(decided({ sentToday: 50 })).toEqual({
      kind: 'wait',
      until: new Date('2026-11-24T07:00:00+08:00'),
    });
  });

  it('not at all, when it would be too late by then', () => {
    const expiresAt = new Date('2026-11-23T17:30:00+08:00');
    expect(decided({ now: new Date('2026-11-23T14:00:00+08:00'), expiresAt })).toEqual(suppressed('expired'));
    expect(decided({ sentToday: 50, expiresAt })).toEqual(suppressed('capped'));
  });
});
