import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type EnrolmentStatus, enrolmentStatuses } from '#libs/contracts';
import { decideEnrolment, type EnrolmentState, type EnrolmentWord } from './enrolment-life-cycle.js';

const day = (n: number) => new Date(Date.UTC(2026, 9, n));
const state = (status: EnrolmentStatus, at: number, over: Partial<EnrolmentState> = {}): EnrolmentState => ({
  status,
  registeredAt: day(1),
  startedAt: null,
  statusAt: day(at),
  attempt: 1,
  ...over,
});
const word = (status: EnrolmentStatus, at: number): EnrolmentWord => ({ status, at: day(at) });

describe('the life cycle of an enrolment', () => {
  it('begins with a registration', () => {
    expect(decideEnrolment(null, word('registered', 1))).toEqual({
      kind: 'changed',
      next: state('registered', 1),
    });
    expect(decideEnrolment(null, word('completed', 9))).toMatchObject({ kind: 'refused' });
  });

  it('may begin at any status where the registration is told too', () => {
    expect(decideEnrolment(null, { status: 'withdrew', at: day(9), registeredAt: day(1) })).toEqual({
      kind: 'changed',
      next: state('withdrew', 9),
    });
  });

  it.each([
    ['registered', 'started'],
    ['registered', 'completed'],
    ['started', 'completed'],
    ['started', 'silent'],
    ['silent', 'started'],
    ['silent', 'withdrew'],
    ['silent', 'completed'],
  ] as const)('goes from %s to %s', (from, to) => {
    expect(decideEnrolment(state(from, 5), word(to, 9))).toMatchObject({
      kind: 'changed',
      next: { status: to, statusAt: day(9), attempt: 1 },
    });
  });

  it.each([
    ['completed', 'started'],
    ['completed', 'withdrew'],
    ['withdrew', 'completed'],
    ['failed', 'silent'],
    ['transferred', 'started'],
    ['started', 'registered'],
  ] as const)('does not go from %s to %s', (from, to) => {
    expect(
      decideEnrolment(state(from, 5, { registeredAt: day(1) }), { ...word(to, 9), registeredAt: day(1) }),
    ).toEqual({
      kind: 'refused',
      message: `cannot go from ${from} to ${to}`,
    });
  });

  it('is not moved by a source that tells of the first time again, after the second has begun', () => {
    const second = state('registered', 9, { registeredAt: day(9), attempt: 2 });
    const first = { status: 'withdrew' as const, at: day(5), registeredAt: day(1) };
    expect(decideEnrolment(second, first)).toEqual({ kind: 'stale' });
  });

  it('begins again when an ended learner registers again, and counts the attempts', () => {
    expect(decideEnrolment(state('withdrew', 5, { startedAt: day(2) }), word('registered', 9))).toEqual({
      kind: 'changed',
      next: { status: 'registered', registeredAt: day(9), startedAt: null, statusAt: day(9), attempt: 2 },
    });
  });

  it('does not begin again by activity after leaving', () => {
    expect(decideEnrolment(state('withdrew', 5), word('started', 9))).toMatchObject({ kind: 'refused' });
  });

  it('passes over late news of a time before the present status', () => {
    expect(decideEnrolment(state('completed', 9), word('withdrew', 5))).toEqual({ kind: 'stale' });
    expect(decideEnrolment(state('withdrew', 9), word('registered', 1))).toEqual({ kind: 'stale' });
  });

  it('stays silent where a roster says again that the learner had started once', () => {
    const silent = state('silent', 20, { startedAt: day(2) });
    expect(decideEnrolment(silent, word('started', 2))).toEqual({ kind: 'stale' });
    expect(decideEnrolment(silent, { status: 'started', at: null, registeredAt: day(1) })).toEqual({
      kind: 'stale',
    });
    // who withdrew before anybody saw the silence has withdrawn
    expect(decideEnrolment(silent, word('withdrew', 5))).toMatchObject({
      kind: 'changed',
      next: { status: 'withdrew', statusAt: day(5) },
    });
  });

  it('learns from a late batch when somebody started who has completed since', () => {
    expect(decideEnrolment(state('completed', 9), word('started', 3))).toEqual({
      kind: 'changed',
      next: state('completed', 9, { startedAt: day(3) }),
    });
  });

  it('never changes before its registration', () => {
    expect(
      decideEnrolment(state('registered', 4, { registeredAt: day(4) }), word('withdrew', 3)),
    ).toMatchObject({
      kind: 'refused',
    });
    expect(decideEnrolment(null, { status: 'withdrew', at: day(3), registeredAt: day(4) })).toMatchObject({
      kind: 'refused',
    });
  });

  it('lets a roster correct the dates of the same status, and an event not', () => {
    const current = state('started', 5, { startedAt: day(5) });
    expect(
      decideEnrolment(current, { status: 'started', at: day(4), registeredAt: day(2), startedAt: day(4) }),
    ).toEqual({ kind: 'changed', next: state('started', 4, { registeredAt: day(2), startedAt: day(4) }) });
    expect(decideEnrolment(current, word('started', 4))).toEqual({ kind: 'unchanged' });
  });

  const anyWord = fc.record({
    status: fc.constantFrom(...enrolmentStatuses),
    at: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 30 }).map(day)),
    registeredAt: fc.integer({ min: 1, max: 30 }).map(day),
    startedAt: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 30 }).map(day)),
  });

  it('changes nothing when the same roster row is applied twice, after any history', () => {
    fc.assert(
      fc.property(fc.array(anyWord, { maxLength: 6 }), anyWord, (history, row) => {
        let current: EnrolmentState | null = null;
        for (const said of [...history, row]) {
          const decision = decideEnrolment(current, said);
          if (decision.kind === 'changed') current = decision.next;
        }
        expect(decideEnrolment(current, row).kind).not.toBe('changed');
      }),
    );
  });

  it('keeps the registration before the status, and attempts from 1 upwards', () => {
    fc.assert(
      fc.property(fc.array(anyWord, { maxLength: 8 }), (history) => {
        let current: EnrolmentState | null = null;
        for (const said of history) {
          const decision = decideEnrolment(current, said);
          if (decision.kind !== 'changed') continue;
          expect(decision.next.statusAt >= decision.next.registeredAt).toBe(true);
          expect(decision.next.attempt - (current?.attempt ?? 0)).toBeLessThanOrEqual(1);
          current = decision.next;
        }
      }),
    );
  });
});
