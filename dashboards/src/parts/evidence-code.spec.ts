import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evidenceCode, evidenceOf } from './evidence-code.js';

describe('evidence in the URL', () => {
  it('reads like the question', () => {
    expect(
      evidenceCode({ learner: '7k3f', kinds: ['video', 'viewed'], from: '2026-11-01', to: '2026-11-24' }),
    ).toBe('learner:7k3f,from:2026-11-01,to:2026-11-24,kinds:video.viewed');
  });

  it('comes back as it went, whatever an activity is called', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.webUrl(), fc.boolean(), (run, activity, success) => {
        const evidence = { run, activity, success, kinds: ['answered' as const] };
        expect(evidenceOf(evidenceCode(evidence))).toEqual(evidence);
      }),
    );
  });

  it('leaves out what it does not know', () => {
    expect(evidenceOf('colour:red,run:htn')).toEqual({ run: 'htn' });
    expect(evidenceOf('')).toEqual({});
  });
});
