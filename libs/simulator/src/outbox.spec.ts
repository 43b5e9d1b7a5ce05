import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Outbox } from './outbox.js';

describe('Outbox', () => {
  it('delivers in order of arrival, then of sending, and nothing before its time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.nat(50), (arrivals, until) => {
        const outbox = new Outbox();
        for (const [order, at] of arrivals.entries()) outbox.announce(at, { programs: [program(order)] });
        const codes = (before: number): string[] =>
          outbox.takeBefore(before).changes.map(({ roster }) => roster.programs?.[0]?.code ?? '');
        const expected = [...arrivals.entries()].sort(([i, a], [j, b]) => a - b || i - j);
        const early = expected.filter(([, at]) => at < until);
        expect(codes(until)).toEqual(early.map(([order]) => String(order)));
        expect(codes(100)).toEqual(expected.slice(early.length).map(([order]) => String(order)));
      }),
    );
  });
});

const program = (order: number) => ({ code: String(order), name: { zh: '', en: '' } });
