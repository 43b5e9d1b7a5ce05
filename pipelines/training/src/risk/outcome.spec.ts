import { describe, expect, it } from '@jest/globals';
import { outcomeAt } from './outcome.js';
import type { EnrolmentFacts, RunFacts } from './run-facts.query.js';

const run: RunFacts = {
  run: 'iri',
  code: 'R',
  start: '2026-01-01',
  end: '2026-04-11',
  silent: false,
  silentDays: 28,
};
const learner: EnrolmentFacts = {
  learner: 'p',
  start: '2026-01-01',
  registered: '2025-12-20',
  status: 'started',
  statusDay: null,
  lastActive: '2026-02-10',
};
const later = '2027-01-01';

describe('what came of a learner after a landmark', () => {
  it('withdrew 9 days after it: seen to leave, observed to the end of the run', () => {
    expect(
      outcomeAt('2026-02-01', run, { ...learner, status: 'withdrew', statusDay: '2026-02-10' }, later),
    ).toEqual({
      group: 'R',
      learner: 'p',
      landmarkDay: 31,
      leftAfterDays: 9,
      observedDays: 69,
      completed: false,
    });
  });

  it('still enrolled when the data end: censored there, not known to complete', () => {
    expect(outcomeAt('2026-02-01', run, learner, '2026-02-15')).toMatchObject({
      leftAfterDays: null,
      observedDays: 14,
      completed: null,
    });
  });

  it('never completed a run that has ended', () => {
    expect(outcomeAt('2026-02-01', run, learner, later)).toMatchObject({
      leftAfterDays: null,
      completed: false,
    });
  });

  it('completed after 20 days: the observation ends there', () => {
    expect(
      outcomeAt('2026-02-01', run, { ...learner, status: 'completed', statusDay: '2026-02-21' }, later),
    ).toMatchObject({ leftAfterDays: null, observedDays: 20, completed: true });
  });

  it('transferred: censored, completion unknown', () => {
    expect(
      outcomeAt('2026-02-01', run, { ...learner, status: 'transferred', statusDay: '2026-02-21' }, later),
    ).toMatchObject({ leftAfterDays: null, observedDays: 20, completed: null });
  });

  describe('in a run that counts silence of 28 days', () => {
    const silent = { ...run, silent: true };

    it('left on the day after the last activity, once 28 days have followed', () => {
      expect(outcomeAt('2026-02-01', silent, learner, later)).toMatchObject({
        leftAfterDays: 10,
        completed: false,
      });
    });

    it('is not known to have left on the 27th day of silence', () => {
      expect(outcomeAt('2026-02-01', silent, learner, '2026-03-10')).toMatchObject({ leftAfterDays: null });
      expect(outcomeAt('2026-02-01', silent, learner, '2026-03-11')).toMatchObject({ leftAfterDays: 10 });
    });

    it('counts nobody as staying in days of which silence is not decided yet', () => {
      const active = { ...learner, lastActive: '2026-03-09' };
      expect(outcomeAt('2026-02-01', silent, active, '2026-03-10')).toMatchObject({
        leftAfterDays: null,
        observedDays: 9,
      });
    });

    it('counts silence from the start where there was never any activity', () => {
      expect(outcomeAt('2026-01-08', silent, { ...learner, lastActive: null }, later)).toMatchObject({
        leftAfterDays: 0,
      });
    });

    it('is gone already at a landmark within the silence', () => {
      expect(outcomeAt('2026-02-20', silent, learner, later)).toMatchObject({ leftAfterDays: 0 });
    });
  });

  it('joined a run under way and never came: silent from the registration on, not from the start', () => {
    const silent = { ...run, silent: true, silentDays: 21 };
    const late = { ...learner, registered: '2026-03-01', lastActive: null };
    expect(outcomeAt('2026-03-08', silent, late, '2026-03-20').leftAfterDays).toBeNull();
    // the 21 days are 1 to 21 March; gone by the landmark, and not before anybody could have been there
    expect(outcomeAt('2026-02-26', silent, late, '2026-03-22').leftAfterDays).toBe(3);
  });

  it('failed on the 20th day: the observation ends there, for who has failed is no longer in', () => {
    const failed = { ...learner, status: 'failed', statusDay: '2026-02-21' };
    expect(outcomeAt('2026-02-01', run, failed, later)).toMatchObject({
      leftAfterDays: null,
      observedDays: 20,
      completed: false,
    });
  });

  it('withdrew on a day that is not known: last seen when last active, and known not to complete', () => {
    const undated = { ...learner, status: 'withdrew', statusDay: null };
    expect(outcomeAt('2026-02-01', run, undated, later)).toMatchObject({
      leftAfterDays: null,
      observedDays: 10,
      completed: false,
    });
  });

  it('was said to be silent since the 24th: left on the day after the last activity', () => {
    const silent = { ...learner, status: 'silent', statusDay: '2026-02-24' };
    expect(outcomeAt('2026-02-01', run, silent, later)).toMatchObject({
      leftAfterDays: 10,
      observedDays: 69,
      completed: false,
    });
  });

  describe('where outcomes may be missing', () => {
    it('has no outcome when the run is over: not known', () => {
      const rule = { target: 'notcompleted', endDecides: false } as const;
      expect(outcomeAt('2026-02-01', run, learner, later, rule)).toMatchObject({ completed: null });
    });
  });

  describe('of one way of leaving', () => {
    const withdrew = { ...learner, status: 'withdrew', statusDay: '2026-02-15' };
    const silent = { ...learner, status: 'silent', statusDay: '2026-02-24' };
    const of = (target: 'withdrew' | 'silent') => ({ target, endDecides: false }) as const;

    it('withdrawal: silence ends the observation and is no withdrawal', () => {
      expect(outcomeAt('2026-02-01', run, withdrew, later, of('withdrew'))).toMatchObject({
        leftAfterDays: 14,
        completed: false,
      });
      expect(outcomeAt('2026-02-01', run, silent, later, of('withdrew'))).toMatchObject({
        leftAfterDays: null,
        observedDays: 10,
        completed: true,
      });
    });

    it('silence: a withdrawal ends the observation and is no silence', () => {
      expect(outcomeAt('2026-02-01', run, silent, later, of('silent'))).toMatchObject({
        leftAfterDays: 10,
        completed: false,
      });
      expect(outcomeAt('2026-02-01', run, withdrew, later, of('silent'))).toMatchObject({
        leftAfterDays: null,
        observedDays: 14,
        completed: true,
      });
    });
  });
});
