import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { traceBkt } from './bkt.js';

describe('traceBkt', () => {
  it('follows right, wrong as worked by hand', () => {
    const { predicted, known } = traceBkt(
      { prior: 0.5, learn: 0.1, guess: 0.2, slip: 0.1, forget: 0 },
      [1, 0],
    );
    // before: .5 * .9 + .5 * .2 = .55; after right: .45 / .55 = 9/11, + 2/11 * .1 = 9.2/11
    expect(predicted[0]).toBeCloseTo(0.55, 12);
    expect(known[0]).toBeCloseTo(9.2 / 11, 12);
    // before: 9.2/11 * .9 + 1.8/11 * .2 = 8.64/11; after wrong: .92 / (.92 + 1.44) = 23/59, + 36/59 * .1
    expect(predicted[1]).toBeCloseTo(8.64 / 11, 12);
    expect(known[1]).toBeCloseTo(26.6 / 59, 12);
  });

  it('forgets between answers', () => {
    const { known } = traceBkt({ prior: 0.5, learn: 0.1, guess: 0.2, slip: 0.1, forget: 0.3 }, [1]);
    expect(known[0]).toBeCloseTo((9 / 11) * 0.7 + (2 / 11) * 0.1, 12);
  });

  it('predicts before it uses an answer, and keeps probabilities', () => {
    const chance = fc.double({ min: 0.01, max: 0.49, noNaN: true });
    const answers = fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        chance,
        chance,
        chance,
        chance,
        chance,
        answers,
        (prior, learn, guess, slip, forget, responses) => {
          const parameters = { prior, learn, guess, slip, forget };
          const trace = traceBkt(parameters, responses);
          const changed = traceBkt(parameters, [...responses.slice(0, -1), 1 - responses.at(-1)!]);
          expect(changed.predicted).toEqual(trace.predicted);
          expect([...trace.predicted, ...trace.known].every((p) => p > 0 && p < 1)).toBe(true);
        },
      ),
      { seed: 1 },
    );
  });
});
